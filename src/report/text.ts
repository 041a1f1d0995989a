/** A result as a page of text for a terminal. */
import type { Result } from '../result/result.js';
import type { TheoryResult } from '../result/theory.js';
import type { Study } from '../spec/study.js';
import { toAscii } from './ascii.js';
import type { Canvas } from './bars.js';
import { type Known, legendLines } from './beside.js';
import { biasRemedy } from './bias-remedy.js';
import { budgetLines } from './budget-text.js';
import { formatCount, formatNumber, formatPaths, formatScaled, formatSeconds } from './number.js';
import { exitParagraphs, passageParagraphs } from './passage-text.js';
import { snapshotLines } from './snapshot-text.js';

export interface ReportContext {
  readonly canvas: Canvas;
  readonly theory?: TheoryResult | undefined;
  /** Signed discretisation errors by dotted path of the result's field, where `checks` has none. */
  readonly bias?: Readonly<Record<string, number>> | undefined;
}

/** The report of a run: paragraphs apart by one empty line, no line break at its end. */
export function resultText(result: Result, { canvas, theory, bias }: ReportContext): string {
  const known: Known = { checks: result.checks, bias };
  const surroundings = { known, canvas, theory };
  const opening = [headerLines(result), partialLines(result), budgetLines(result.errorBudget)];
  const isEmpty = result.provenance.partial?.completed === 0;
  const body = joinParagraphs(
    isEmpty
      ? opening
      : [
          ...opening,
          [...snapshotLines(result, known, canvas), ...stationaryLines(result, theory)],
          ...passageParagraphs(result, surroundings),
          ...exitParagraphs(result, surroundings),
          failureLines(result),
          failedChecks(result),
        ],
  );
  const text = joinParagraphs([[body], legendLines(body)]);
  return canvas.unicode ? text : toAscii(text);
}

const joinParagraphs = (paragraphs: readonly (readonly string[])[]): string =>
  paragraphs
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');

function headerLines({ spec, provenance: p }: Result): string[] {
  const device = p.adapter === null ? '' : ` on ${p.adapter}`;
  const threads = p.threads > 1 ? `, ${p.threads} threads` : '';
  return [
    ...studyLines(spec),
    `${p.backend}${device}${threads}: ${p.reason}`,
    `${formatScaled(p.pathSteps)} path-steps in ${formatSeconds(p.seconds)}: ${formatScaled(p.pathStepsPerSecond)} path-steps/s (start-up ${formatSeconds(p.startupSeconds)})`,
    ...(p.digest === undefined ? [] : [`digest of the counts ${p.digest}`]),
  ];
}

/** Model, start and method of a study. */
export function studyLines(spec: Study): string[] {
  const params = Object.entries(spec.params).map(([name, value]) => `${name} ${formatNumber(value)}`);
  const { lower, upper } = spec.boundary;
  const name =
    typeof spec.model === 'string' ? spec.model : `dX = (${spec.model.drift}) dt + (${spec.model.diffusion}) dW`;
  return [
    [name, ...params].join('  '),
    `on [${spec.domain.map(formatNumber).join(', ')}], ${lower} / ${upper}, from ${startText(spec)}, Itô`,
    methodText(spec),
  ];
}

function methodText(spec: Study): string {
  const { open = [], tolerance = 0 } = spec;
  const parts = [
    ...(open.includes('paths')
      ? []
      : [`${formatPaths(spec.paths)}${spec.method === 'plain' ? '' : ` (${spec.method})`}`]),
    ...(open.includes('dt') ? [] : [`dt ${formatNumber(spec.dt)}`]),
    `horizon ${formatNumber(spec.horizon)}`,
    ...(open.includes('scheme') ? [] : [spec.scheme]),
    spec.rng,
    `seed ${spec.seed}`,
  ];
  const choice =
    open.length === 0 ? '' : `; ${open.join(', ')} to be chosen for a tolerance of ${formatNumber(tolerance)}`;
  return parts.join(', ') + choice;
}

function startText({ initial }: Study): string {
  if (initial === 'stationary') return 'the stationary law';
  return typeof initial === 'number'
    ? formatNumber(initial)
    : `uniform [${initial.uniform.map(formatNumber).join(', ')}]`;
}

function partialLines({ provenance: { partial } }: Result): string[] {
  if (partial === null) return [];
  if (partial.completed === 0)
    return [`PARTIAL: 0 of ${formatCount(partial.requested)} paths: no block of paths was finished`];
  const percent = formatNumber(Math.floor((1000 * partial.completed) / partial.requested) / 10);
  return [
    `PARTIAL: ${formatCount(partial.completed)} of ${formatCount(partial.requested)} paths (${percent} %), whole blocks from the first on`,
  ];
}

function stationaryLines({ snapshots }: Result, theory: TheoryResult | undefined): string[] {
  const law = theory?.stationary ?? null;
  if (law === null || snapshots.length === 0) return [];
  return [
    `  infinite horizon: stationary mean ${formatNumber(law.mean)}, sd ${formatNumber(Math.sqrt(law.variance))} (exact)`,
  ];
}

function failureLines({ failures: { nonFinite } }: Result): string[] {
  if (nonFinite === 0) return [];
  return [
    `FAILURES: ${formatCount(nonFinite)} paths became infinite or NaN and count nowhere above: use a smaller dt, backend reference (in double precision), or look at the drift near the ends`,
  ];
}

function failedChecks(result: Result): string[] {
  const { checks, goodnessOfFit, unchecked } = result;
  const failed = checks
    .filter(({ ok }) => !ok)
    .map(
      ({ quantity, simulated, exact, zCorrected, z }) =>
        `CHECK FAILED: ${quantity} is ${formatNumber(simulated)}, expected ${formatNumber(exact)}: off by ${(zCorrected ?? z).toFixed(1)} standard errors`,
    );
  const misfits = goodnessOfFit
    .filter(({ ok }) => !ok)
    .map(
      ({ quantity, chiSquared, degreesOfFreedom, pValue }) =>
        `CHECK FAILED: ${quantity} has not the law it should: chi-squared ${formatNumber(chiSquared)} with ${degreesOfFreedom} degrees of freedom, p ${formatNumber(pValue)}`,
    );
  return [...failed, ...misfits, ...agreementLines(result), ...missingChecks(unchecked, MOST_REASONS)];
}

/** Of the estimate: a bias beyond them is what limits it. */
const MANY_ERRORS = 5;

/** How many of all checks agree; most of them are not shown one by one. */
export function agreementLines({
  spec,
  checks,
  goodnessOfFit: fits,
}: Pick<Result, 'spec' | 'checks' | 'goodnessOfFit'>): string[] {
  const agreeing = (all: readonly { readonly ok: boolean }[], what: string) => {
    const ok = all.filter((one) => one.ok).length;
    return all.length === 0 ? [] : [`${ok} of ${all.length} ${what}`];
  };
  const shares = [...agreeing(checks, 'estimates'), ...agreeing(fits, 'histograms')];
  const coarse = checks.filter(({ bias, standardError }) => Math.abs(bias ?? 0) > MANY_ERRORS * standardError);
  return [
    shares.length === 0
      ? 'Checked: nothing could be compared with theory'
      : `Checked: ${shares.join(' and ')} agree with theory, less the bias of the time step`,
    ...(coarse.length === 0
      ? []
      : [
          `${coarse.length} of them ${coarse.length === 1 ? 'is' : 'are'} bias-limited: the time step is off by more than ${MANY_ERRORS} standard errors there; ${biasRemedy(spec, coarse)}`,
        ]),
  ];
}

/** Quantities that lack a check for the same reason stand together. */
const MOST_REASONS = 5; // lines

/** A line for each reason. @param most of them; what is left is told in one more. */
export function missingChecks(unchecked: Result['unchecked'], most = Number.POSITIVE_INFINITY): string[] {
  const paths = new Map<string, string[]>();
  for (const [path, why] of Object.entries(unchecked)) paths.set(why, [...(paths.get(why) ?? []), path]);
  const lines = [...paths].map(([why, of]) => {
    const named = of.filter((path) => path !== '');
    return `no check${named.length === 0 ? '' : ` of ${named.join(', ')}`}: ${why}`;
  });
  const more = lines.length - most;
  return more <= 1 ? lines : [...lines.slice(0, most), `and ${more} more: --json has them in \`unchecked\``];
}
