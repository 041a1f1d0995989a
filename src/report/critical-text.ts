/** A critical study as text: the verdict in words first, then what it rests on. */
import type { Critical, CriticalPoint, Exponent, Growth, Judgement, Limit, Measured } from '../result/critical.js';
import { toAscii } from './ascii.js';
import type { Canvas } from './bars.js';
import { drawLogLog, type PlotPoint } from './log-plot.js';
import { formatCount, formatEstimate, formatNumber, formatScaled, formatSeconds, isZeroBeside } from './number.js';
import { formatTable, wrap } from './table.js';

export function criticalText(critical: Critical, canvas: Canvas): string {
  const lines = [
    ...wrap(critical.why, canvas.width, 0),
    '',
    ...judgements(critical),
    '',
    ...pathLines(critical),
    '',
    ...pointRows(critical),
    ...plotLines(critical, canvas),
    ...exponentLines(critical, canvas),
    ...limitLines(critical),
    ...changeLines(critical),
    '',
    ...wrap(LEGEND, canvas.width, 0),
  ];
  const text = lines.join('\n');
  return canvas.unicode ? text : toAscii(text);
}

/** What the standard errors do not hold. */
export const STEP_BIAS =
  'The bias of the time step is in the estimates and not in their errors: a smaller dt makes it small, and so does scheme lamperti-heun where σ > 0.';

const LEGEND = `± one standard error; [exact] by quadrature. ${STEP_BIAS} Intervals 95 %: bootstrap over blocks of paths, and what the window of the fit leaves open. Binder: 1 − <m^4>/(3<m²>²), 0 for a normal law. tau: ∫ C(t)/C(0) dt from paths; relaxation: 1/λ1 of the spectrum. T: first passage, E min(T, horizon) from paths [E T exact, no horizon].`;

const said = ({ verdict, kind, at, limit }: Judgement): string =>
  [verdict, kind, at === null ? null : `at ${short(at)}`, limit].filter((part) => part !== null).join(', ');

function judgements({ exact, monteCarlo }: Critical): string[] {
  return formatTable(
    [
      ['by quadrature', said(exact)],
      ['by Monte Carlo', said(monteCarlo)],
    ],
    ['left', 'left'],
  );
}

function pathLines({ control, spec, candidate, provenance, points }: Critical): string[] {
  const { from, to, steps } = spec.control!;
  const model = typeof spec.model === 'string' ? spec.model : 'a model of your own';
  const { pathSteps, seconds, backend, threads } = provenance;
  const place =
    candidate === null
      ? 'no candidate: nothing on the path is slower than its ends'
      : `candidate ${withError(candidate.value, candidate.error)}, from ${candidate.from}`;
  const done = points.length < steps ? `${points.length} of ${steps}` : String(steps);
  return [
    `${model}, ${control} from ${formatNumber(from)} to ${formatNumber(to)} in ${done} places; ${place}`,
    `${formatCount(spec.paths)} paths a run, dt ${formatNumber(spec.dt)}, ${spec.scheme}, seed ${spec.seed}`,
    `${backend}, ${threads} thread${threads === 1 ? '' : 's'}: ${formatScaled(pathSteps)} path-steps in ${formatSeconds(seconds)}`,
  ];
}

const withError = (value: number, error: number): string =>
  error > 1e-6 * Math.abs(value) ? `${short(value)} ± ${Number(error.toPrecision(1))}` : short(value);

const short = (x: number): string => String(Number(x.toPrecision(4)) + 0);

/** Three decimals; 0 has no sign. */
const fixed = (x: number): string => (Number(x.toFixed(3)) + 0).toFixed(3);

/** Ends that look alike are one number. */
const range = (ends: readonly [number, number]): string => [...new Set(ends.map(short))].join(' … ');

function pointRows({ points, control }: Critical): string[] {
  const passage = points.some(({ firstPassage }) => firstPassage !== null);
  const header = [
    control,
    'mean',
    'variance',
    'skewness',
    'Binder',
    'peaks',
    'tau',
    'relaxation',
    ...(passage ? ['T'] : []),
  ];
  const rows = points.map((point) => [
    short(point.control),
    beside(point.mean),
    beside(point.variance),
    estimate(point.skewness),
    estimate(point.binder),
    peaks(point),
    beside(point.autocorrelationTime),
    exact(point.relaxationTime),
    ...(point.firstPassage === null
      ? []
      : [`${estimate(point.firstPassage.restrictedMean)} ${exact(point.firstPassage.mean)}`]),
  ]);
  return formatTable([header, ...rows], ['right', ...header.slice(1).map(() => 'right' as const)]);
}

const estimate = ({ value, standardError }: Measured): string =>
  value === null ? '–' : formatEstimate(value, standardError ?? 0);
const exact = ({ exact: known, standardError }: Measured): string =>
  known === null ? '' : `[${short(isZeroBeside(known, standardError) ? 0 : known)}]`;
const beside = (measured: Measured): string => `${estimate(measured)} ${exact(measured)}`.trimEnd();

const peaks = ({ modes, law }: CriticalPoint): string =>
  law === 'collapsed' ? 'all at the end' : `${modes.value ?? '–'} ${exact(modes)}`.trimEnd();

/** The autocorrelation time against the distance from the candidate, both sides in one picture. */
function plotLines({ points, candidate, control }: Critical, canvas: Canvas): string[] {
  if (candidate === null) return [];
  const marks = points.flatMap(({ distance, autocorrelationTime: { value, exact: known } }): PlotPoint[] => {
    const y = value ?? known;
    return distance === null || y === null ? [] : [{ d: Math.abs(distance), y, mark: distance < 0 ? 'o' : '+' }];
  });
  const plot = drawLogLog(marks, canvas);
  if (plot.length === 0) return [];
  return [
    '',
    `tau against |${control} − ${short(candidate.value)}|, log–log (o below, + above): a divergence is a falling straight line`,
    ...plot,
  ];
}

function exponentLines({ exponents }: Critical, canvas: Canvas): string[] {
  const all = Object.entries(exponents);
  if (all.length === 0) return [];
  const rows = all.map(([name, e]) => [
    name,
    fixed(e.value),
    `(${fixed(e.interval[0])} … ${fixed(e.interval[1])})`,
    e.source === 'exact' ? 'exact' : `MC, ± ${fixed(e.statistical)} by chance`,
    e.limit === null ? '' : `limit ${fixed(e.limit.value)}`,
    `${e.points} places, ${range(e.window)}`,
    saturationText(e),
  ]);
  const table = formatTable(rows, ['left', 'right', 'left', 'left', 'left', 'left', 'left']);
  return [
    '',
    ...wrap('Exponents p of quantity ∝ distance^p, by weighted log–log fits', canvas.width, 0),
    ...indent(table),
  ];
}

const saturationText = ({ saturation }: Exponent): string =>
  saturation === null ? '' : `levels off within ${range(saturation.interval)}`;

function limitLines({ limits }: Critical): string[] {
  return limits.flatMap((limit) => [
    '',
    `${limit.name}, ${limit.where}: ${growthText(limit)}`,
    ...indent(
      formatTable(
        [['noise', 'parameters', 'at', 'slowest time', 'tau'], ...limit.levels.map(levelRow)],
        ['right', 'right', 'right', 'right', 'right'],
      ),
    ),
  ]);
}

const levelRow = (level: Limit['levels'][number]): string[] => [
  `× ${fraction(level.noise)}`,
  `× ${fraction(level.vanishing)}`,
  short(level.at),
  short(level.slowestTime),
  level.autocorrelationTime.value === null ? '' : beside(level.autocorrelationTime),
];

const fraction = (factor: number): string => (factor === 1 ? '1' : `1/${Math.round(1 / factor)}`);

const GROWTH: Readonly<Record<Growth, string>> = {
  diverges: 'diverges',
  'stays finite': 'stays finite',
  'grows exponentially': 'grows exponentially, as over a barrier',
  undecided: 'undecided',
};

function growthText({ exact: growth, monteCarlo, exponent, sampled }: Limit): string {
  const powers = [
    exponent === null ? null : `the last halving multiplies it by 2^${fixed(exponent)}`,
    sampled === null ? null : `MC 2^${fixed(sampled.value)} (${sampled.interval.map(fixed).join(' … ')})`,
  ].filter((part) => part !== null);
  const paths = monteCarlo === growth ? '' : `; the paths: ${GROWTH[monteCarlo]}`;
  return `${GROWTH[growth]}${paths}; ${powers.join(', ')}`;
}

function changeLines({ modeChanges }: Critical): string[] {
  if (modeChanges.length === 0) return [];
  return [
    '',
    'Peaks of the stationary density change',
    ...modeChanges.map(({ at, from, to }) => `  at ${short(at)} from ${from} to ${to}`),
  ];
}

const indent = (lines: readonly string[]): string[] => lines.map((line) => `  ${line}`);
