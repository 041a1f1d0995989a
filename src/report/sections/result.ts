/** The report of one run: a page of sections. */
import type { Result } from '../../result/result.js';
import { VERSION } from '../../version.js';
import { budgetLines } from '../budget-text.js';
import { formatCount, formatEstimate, formatNumber, formatResult } from '../number.js';
import type { Block, Headline, Inline, Page, Section } from '../page/page.js';
import { checksSection } from './checks.js';
import type { ReportMaterial } from './context.js';
import { exactHeadline, exactText, headlineOf } from './estimates.js';
import { exitSections, passagePlaces, passageSections } from './passages.js';
import { positionSections } from './positions.js';
import { processSection } from './process.js';
import { provenanceSection } from './provenance.js';

export const FOOTER = `Made by firstpassage ${VERSION}. Every estimate stands beside its standard error and, where there is one, beside the exact value under the same censoring.`;

export const resultPage = (result: Result, material: ReportMaterial): Page => ({
  title: titleOf(result),
  kicker: 'First-passage report',
  lede: ledeOf(result, material),
  sections: resultSections(result, material),
  footer: FOOTER,
});

export function titleOf({ spec, firstPassage }: Result): string {
  const name = typeof spec.model === 'string' ? spec.model : 'dX = μ(X) dt + σ(X) dW';
  if (firstPassage === null)
    return `${name}: ${spec.boundary.lower === 'absorb' || spec.boundary.upper === 'absorb' ? 'exits and positions' : 'positions'}`;
  const thresholds = 'length' in firstPassage ? firstPassage : [firstPassage];
  return `${name}: first passage through ${thresholds.map(({ threshold }) => formatNumber(threshold)).join(', ')}`;
}

export function resultSections(result: Result, material: ReportMaterial): Section[] {
  const { prefix } = material;
  const opening: Section = { id: `${prefix}brief`, heading: 'In brief', blocks: briefBlocks(result, material) };
  if (result.provenance.partial?.completed === 0) return [opening, provenanceSection(result, prefix)];
  return [
    opening,
    processSection(result, material),
    ...passageSections(result, material),
    ...exitSections(result, material),
    ...positionSections(result, material),
    checksSection(result, prefix),
    provenanceSection(result, prefix),
  ];
}

/** What came out, in a sentence or three. */
export function ledeOf(result: Result, material: ReportMaterial): Inline {
  const { spec, snapshots } = result;
  const paths = formatCount(result.provenance.partial?.completed ?? spec.paths);
  const [place] = passagePlaces(result, material);
  if (place !== undefined) {
    const { passage, theory } = place;
    const where = `${formatNumber(passage.threshold)} by time ${formatNumber(spec.horizon)}`;
    const { mean } = passage;
    const share =
      spec.method === 'plain' && passage.censored === 0
        ? `Each of ${paths} paths passes ${where}`
        : passage.probability.value === null
          ? `Of ${paths} paths none is known to pass ${where}`
          : `A path passes ${where} with probability ${formatEstimate(passage.probability.value, passage.probability.standardError)} (${paths} paths)`;
    const when: Inline =
      mean.value === null
        ? []
        : [
            passage.censored === 0 ? ', after ' : '; those that do take ',
            { strong: formatEstimate(mean.value, mean.standardError) },
            ' on average',
          ];
    const exact =
      theory?.mean == null || mean.value === null
        ? ''
        : `; without a horizon it takes ${exactText(theory.mean)}, exactly`;
    return [share, ...when, `${exact}. ${agreement(result)}`];
  }
  const leaving = exitText(result);
  if (leaving !== null)
    return [`Of ${paths} paths `, ...leaving, ` by time ${formatNumber(spec.horizon)}. ${agreement(result)}`];
  const last = snapshots.at(-1);
  if (last === undefined || last.mean.value === null)
    return `${paths} paths up to time ${formatNumber(spec.horizon)}. ${agreement(result)}`;
  return [
    `At time ${formatNumber(last.time)} the mean of ${formatCount(last.paths)} paths is `,
    { strong: formatEstimate(last.mean.value, last.mean.standardError) },
    `. ${agreement(result)}`,
  ];
}

/** "a share of 0.358 ± 0.003 leaves at -1 and one of 0.642 ± 0.003 at 1". */
function exitText({ exits, spec }: Result): Exclude<Inline, string> | null {
  const sides = (['lower', 'upper'] as const).flatMap((side) => {
    const probability = exits?.[side]?.probability;
    if (probability === undefined || probability.value === null) return [];
    return [{ share: formatResult(probability), end: formatNumber(spec.domain[side === 'lower' ? 0 : 1]) }];
  });
  if (sides.length === 0) return null;
  return sides.flatMap(({ share, end }, i) => [
    i === 0 ? 'a share of ' : ' and one of ',
    { strong: share },
    `${i === 0 ? ' leaves' : ''} at ${end}`,
  ]);
}

function agreement({ checks, goodnessOfFit }: Result): string {
  const count = (all: readonly { readonly ok: boolean }[], what: string) =>
    all.length === 0 ? [] : [`${all.filter(({ ok }) => ok).length} of ${all.length} ${what}`];
  const shares = [...count(checks, 'estimates'), ...count(goodnessOfFit, 'histograms')];
  return shares.length === 0 ? 'Nothing could be compared with theory.' : `${shares.join(' and ')} agree with theory.`;
}

function briefBlocks(result: Result, material: ReportMaterial): Block[] {
  const {
    provenance: { partial },
    failures: { nonFinite },
    errorBudget,
  } = result;
  const items = headlines(result, material);
  return [
    ...(partial === null
      ? []
      : [
          {
            kind: 'notice',
            tone: 'warning',
            text: `Partial: the run was ended after ${formatCount(partial.completed)} of ${formatCount(partial.requested)} paths; what follows is of these.`,
          } as const,
        ]),
    ...(nonFinite === 0
      ? []
      : [
          {
            kind: 'notice',
            tone: 'warning',
            text: `${formatCount(nonFinite)} paths became infinite or NaN and count nowhere below: use a smaller dt, or look at the drift near the ends.`,
          } as const,
        ]),
    ...(items.length === 0 ? [] : [{ kind: 'headlines', items } as const]),
    ...(errorBudget === undefined
      ? []
      : [{ kind: 'code', title: 'Accuracy', code: budgetLines(errorBudget).join('\n') } as const]),
  ];
}

/** Of a mean beside its spread: nearer to 0 than this it is 0. */
const ROUNDING = 1e-12;

/** The numbers that one would say first. */
function headlines(result: Result, material: ReportMaterial): Headline[] {
  const known = { checks: result.checks };
  const { spec, snapshots, exits } = result;
  const places = passagePlaces(result, material);
  const found: (Headline | null)[] = [];
  for (const { passage, path, theory } of places) {
    const through = places.length > 1 ? ` through ${formatNumber(passage.threshold)}` : '';
    const all = passage.weights === undefined && passage.censored === 0;
    if (!all)
      found.push(
        headlineOf(
          `Probability of a passage${through} by time ${formatNumber(spec.horizon)}`,
          passage.probability,
          `${path}.probability`,
          known,
        ),
      );
    found.push(
      headlineOf(
        `Mean time of first passage${through}${all ? '' : ', of those that hit'}`,
        passage.mean,
        `${path}.mean`,
        known,
      ),
    );
    if (places.length === 1) {
      const quantiles = passage.weights?.quantiles ?? passage.quantiles;
      found.push(
        headlineOf(
          passage.weights ? 'Median time of those that hit' : 'Half of the paths have hit by',
          quantiles['0.5'],
          `${path}.quantiles.0.5`,
          known,
        ),
      );
    }
    if (!all && theory?.mean != null)
      found.push(exactHeadline(`Mean time${through} without a horizon`, theory.mean, 'exact, by quadrature'));
  }
  for (const side of ['lower', 'upper'] as const) {
    const exit = exits?.[side];
    if (exit === undefined) continue;
    const end = formatNumber(spec.domain[side === 'lower' ? 0 : 1]);
    found.push(headlineOf(`Share that leaves at ${end}`, exit.probability, `exits.${side}.probability`, known));
    found.push(headlineOf(`Mean time of those at ${end}`, exit.mean, `exits.${side}.mean`, known));
  }
  const last = snapshots.length - 1;
  if (last >= 0) {
    const when = formatNumber(snapshots[last]!.time);
    found.push(headlineOf(`Mean position at time ${when}`, snapshots[last]!.mean, `snapshots.${last}.mean`, known));
    if (places.length === 0)
      found.push(
        headlineOf(`Variance at time ${when}`, snapshots[last]!.variance, `snapshots.${last}.variance`, known),
      );
  }
  const { theory } = material;
  if (theory?.stationary)
    found.push(
      exactHeadline(
        'Mean position at late times',
        theory.stationary.mean,
        'exact, by quadrature',
        ROUNDING * Math.sqrt(theory.stationary.variance),
      ),
    );
  if (theory?.relaxationTime != null)
    found.push(exactHeadline('Relaxation time', theory.relaxationTime, 'exact: 1/slowest rate of decay'));
  return found.filter((item) => item !== null);
}
