/** The page on arXiv 2501.16783: its claims, one a section, each with what was measured, what is exact, and the verdict. */
import type { Claim, Criterion, Curve, Exact, Measured, Preprint, Verdict } from '../../result/preprint.js';
import type { Study } from '../../spec/study.js';
import { formatCount, formatEstimate, formatExact, formatNumber, formatToError } from '../number.js';
import type { Block, Cell, Inline, Page, Section, Table } from '../page/page.js';
import type { Figure } from '../plot/figure.js';
import { SERIES } from '../plot/palette.js';
import type { Pen } from '../plot/pen.js';
import { drawSeries, type Series } from '../plot/series.js';
import { biasText, zText } from './estimates.js';

const DO_NOT_CITE =
  'The preprint’s own listing asks readers not to cite it before its experimental validation and an updated mathematical model appear. Please respect that: this page examines a model, it is no endorsement and no citation of record.';
const PARAPHRASE =
  'Claims are given in our words, and where a start, a threshold, a damping or a step is not stated in it, the value taken here is ours and says so. Nothing here says whether the model describes any language model.';

/** From best to worst, as they are counted at the top. */
const VERDICTS: readonly Verdict[] = ['holds', 'holds in part', 'does not hold', 'undecided'];

/** @param command what makes this page again. */
export function preprintPage(found: Preprint, pen: Pen, command: string): Page {
  const { claims, partial } = found;
  return {
    title: 'Severity drift as a critical process, claim by claim',
    kicker: 'arXiv 2501.16783 re-examined',
    lede: [
      `Of ${claims.length} statements of the preprint that can be checked, ${countsOf(claims)}.`,
      ...(partial === null ? [] : [` Interrupted: ${partial.requested - partial.completed} were not examined.`]),
    ],
    sections: [overview(claims), ...claims.map((claim) => claimSection(claim, pen)), method(), again(found, command)],
    footer: `${DO_NOT_CITE}`,
  };
}

function countsOf(claims: readonly Claim[]): string {
  const counted = VERDICTS.flatMap((verdict) => {
    const count = claims.filter((claim) => claim.verdict === verdict).length;
    return count === 0 ? [] : [`${count} ${words(verdict, count)}`];
  });
  return counted.length < 2 ? counted.join('') : `${counted.slice(0, -1).join(', ')} and ${counted.at(-1)}`;
}

const words = (verdict: Verdict, count: number): string =>
  count === 1 ? (verdict === 'undecided' ? 'is undecided' : verdict) : plural(verdict);

const plural = (verdict: Verdict): string =>
  ({ holds: 'hold', 'holds in part': 'hold in part', 'does not hold': 'do not hold', undecided: 'are undecided' })[
    verdict
  ];

/** In colour and words; what holds in part is neither good nor bad. */
const verdictPieces = (verdict: Verdict): Inline =>
  verdict === 'holds' ? [{ good: verdict }] : verdict === 'does not hold' ? [{ bad: verdict }] : [{ strong: verdict }];

function overview(claims: readonly Claim[]): Section {
  return {
    id: 'overview',
    heading: 'The claims and their verdicts',
    blocks: [
      { kind: 'notice', tone: 'warning', text: DO_NOT_CITE },
      { kind: 'notice', tone: 'note', text: PARAPHRASE },
      {
        kind: 'table',
        caption: 'Verdicts; how many parts of each claim hold; how many simulated numbers agree with theory',
        columns: [
          { label: 'claim' },
          { label: 'verdict' },
          { label: 'parts', align: 'right' },
          { label: 'agree', align: 'right' },
        ],
        rows: claims.map(({ title, verdict, criteria, measured }) => [
          title,
          verdictPieces(verdict),
          shareOf(criteria.map(({ holds }) => holds === true)),
          measured.length === 0 ? '–' : shareOf(measured.map(({ ok }) => ok !== false)),
        ]),
      },
    ],
  };
}

const shareOf = (answers: readonly boolean[]): string => `${answers.filter(Boolean).length} of ${answers.length}`;

function claimSection(claim: Claim, pen: Pen): Section {
  const { id, title, claimed, verdict, criteria, finding, regime, measured, exact, curves } = claim;
  return {
    id,
    heading: title,
    blocks: [
      { kind: 'text', text: [{ strong: 'Claimed (paraphrase): ' }, claimed] },
      { kind: 'text', text: [{ strong: 'Verdict: ' }, ...piecesOf(verdictPieces(verdict)), '.'] },
      { kind: 'text', text: 'It rests on these parts of the claim:' },
      criteriaList(criteria),
      { kind: 'text', text: [{ strong: 'Found: ' }, finding] },
      { kind: 'text', text: [{ strong: 'Where it would hold: ' }, regime] },
      ...(curves.length === 0 ? [] : [{ kind: 'figures' as const, figures: curves.map((curve) => draw(curve, pen)) }]),
      ...(measured.length === 0 ? [] : [measuredTable(measured)]),
      exactTable(exact),
    ],
  };
}

const piecesOf = (inline: Inline) => (typeof inline === 'string' ? [inline] : inline);

/** As a list: sentences in the cells of a table are unreadable on a phone. */
const criteriaList = (criteria: readonly Criterion[]): Block => ({
  kind: 'list',
  items: criteria.map(({ says, value, error, simulated, relation, limit, holds }): Inline => {
    const answer = holds === null ? { strong: 'undecided' } : holds ? { good: 'holds' } : { bad: 'fails' };
    const number = toShow(value, error);
    const needed = limit >= FINITE ? 'finite' : `${relation} ${formatNumber(limit)}`.replace('-', '−');
    const comparison = holds ? `${number}${limit >= FINITE ? ', ' : ' '}${needed}` : `${number}, not ${needed}`;
    const paths =
      simulated === null || simulated.value === null
        ? ''
        : ` (simulated: ${formatEstimate(simulated.value, simulated.standardError)})`;
    return [answer, `: ${says}: `, { strong: holds === null ? `${number}, limit ${needed}` : comparison }, paths];
  }),
});

/** A limit beyond which only infinity lies. */
const FINITE = 1e300;
const SHOWN = 6; // digits: more would not be read

const toShow = (value: number, error: number): string =>
  value === 0 ? '0' : String(Number(Number(formatToError(value, error)).toPrecision(SHOWN))).replace('-', '−');

const measuredTable = (measured: readonly Measured[]): Table => ({
  kind: 'table',
  caption: 'Measured, beside the exact value under the same censoring',
  columns: [
    { label: 'quantity' },
    { label: 'simulated', align: 'right' },
    { label: 'exact', align: 'right' },
    { label: 'bias of the step', align: 'right' },
    { label: 'z less bias', align: 'right' },
    { label: 'study' },
  ],
  rows: measured.map(({ quantity, value, standardError, exact, bias, z, ok, study }): Cell[] => [
    quantity,
    formatEstimate(value, standardError),
    exact === null ? '–' : formatExact(exact, standardError),
    biasText({ bias, standardError }),
    ok === false ? [{ bad: zText(z) }] : zText(z),
    [{ code: study }],
  ]),
});

const exactTable = (exact: readonly Exact[]): Table => ({
  kind: 'table',
  caption: 'Exact values',
  folded: true,
  columns: [{ label: 'quantity' }, { label: 'value', align: 'right' }, { label: 'how' }],
  rows: exact.map(({ quantity, value, error, how }) => [quantity, formatToError(value, error), how]),
});

/** Exact curves in the colours of series; what comes from paths as points with two standard errors. */
function draw({ name, title, caption, x, y, logY, lines, marks }: Curve, pen: Pen): Figure {
  const roles = SERIES.filter((role) => role !== 'estimate');
  let next = 0;
  const named = new Map<string, (typeof SERIES)[number]>();
  const series = lines.map((line): Series => {
    const { label, standardErrors } = line;
    if (standardErrors) {
      const [low, high] = [-2, 2].map((k) => line.y.map((value, i) => value + k * standardErrors[i]!));
      return { label, role: 'estimate', as: 'points', x: line.x, y: line.y, low, high };
    }
    // Without a label a line goes on in the colour of the one before.
    const role = label === '' ? [...named.values()].at(-1)! : roles[next++ % roles.length]!;
    named.set(label === '' ? `${next}` : label, role);
    return { label: label === '' ? null : label, role, as: 'line', x: line.x, y: line.y };
  });
  return drawSeries(pen, {
    name,
    title,
    caption,
    x: { label: x },
    y: { label: y, ...(logY ? { scale: 'log' as const } : {}) },
    series,
    rules: marks,
  });
}

function method(): Section {
  const items: Inline[] = [
    [
      'The model: dx = [αx(1 − x) − βx² + γ] dt + (σ0 + σ1x) dW (Itô) on [0, 1] between reflecting ends. The figure’s parameters, as far as stated: γ = 0.01, σ0 = 0.05, σ1 = 0.1, t ∈ [0, 10].',
    ],
    [
      'Each claim is split into parts, each a number with a limit that was set before it was computed. The exact number decides; where paths can measure it too and surely say otherwise (five standard errors beyond the limit), or where any simulated number of the claim is more than five standard errors from its exact value less the bias of the step, the claim is undecided.',
    ],
    [
      'A claim holds if all of its parts do, does not if none does, and else holds in part. No verdict is written down anywhere: with other numbers it would be another.',
    ],
    [
      'Exact values: stationary moments and mean first-passage times by quadrature, λ₁ by spectral collocation, moments at finite times by Laplace inversion, the law of the scheme itself by its one-step kernel.',
    ],
  ];
  return { id: 'method', heading: 'How the verdicts are made', blocks: [{ kind: 'list', items }] };
}

function again({ studies, provenance }: Preprint, command: string): Section {
  const blocks: Block[] = [{ kind: 'code', title: 'This page, with every number in it:', code: command }];
  if (provenance !== null) {
    const { version, backend, adapter, pathSteps } = provenance;
    blocks.push({
      kind: 'text',
      text: `firstpassage ${version}, ${backend}${adapter === null ? '' : ` on ${adapter}`}: ${formatCount(pathSteps)} path-steps. The same build on the same backend gives the same bits, whatever the number of threads.`,
    });
  }
  const names = Object.keys(studies);
  if (names.length > 0)
    blocks.push({
      kind: 'table',
      caption: 'A simulated number alone: the study that prints it, beside its exact value',
      folded: true,
      columns: [{ label: 'study' }, { label: 'command' }],
      rows: names.map((name) => [[{ code: name }], [{ code: commandOf(studies[name]!) }]]),
    });
  return { id: 'again', heading: 'Where each number comes from', blocks };
}

/** For a POSIX shell: a study holds no quote. */
function commandOf(study: Study): string {
  const given = Object.entries(study).filter(([, value]) => value !== null);
  return `echo '${JSON.stringify(Object.fromEntries(given))}' | firstpassage run -`;
}
