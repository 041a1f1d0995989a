// How many steps, and how many seconds, a mean first-passage time costs to a given accuracy.
import { run } from '#dist/study/run.js';
import { exactLaw, passageStudy, schemeLaw, severity } from './ladder.mjs';
import { leastSquares } from './regression.mjs';

/** @typedef {import('#dist/backend/backend.js').Backend} Backend */
/** @typedef {import('#dist/spec/study.js').Study} Study */
/** @typedef {import('#dist/result/result.js').Result} Result */

const TOLERANCES = [0.01, 0.003, 0.001];

const METHODS = /** @type {const} */ ([
  { name: 'Euler + grid', scheme: 'euler-maruyama', monitor: 'grid', order: 0.5 },
  { name: 'Euler + bridge', scheme: 'euler-maruyama', monitor: 'bridge', order: 1 },
  { name: 'Lamperti–Heun + bridge', scheme: 'lamperti-heun', monitor: 'bridge', order: 2 },
]);

const PROBLEMS = [
  { name: 'B', model: severity('B'), from: 0.1, to: 0.8 },
  { name: 'C', model: severity('C'), from: 0.1, to: 0.8 },
  { name: 'double-well', model: { model: 'double-well' }, from: -1, to: 1 },
];

const COARSEST = 0.4; // dt of the search
const FINEST = 2 ** -13; // below it the bias is that of the law fitted above: the kernel is too near to the identity
const RUN_WHOLE = 2e9; // path-steps
const FOR_THE_RATE = 3e8;
const BEYOND = 1e11;

/** @param {Backend} backend @param {(line: string) => void} progress @returns {Promise<string[]>} */
export async function timeTable(backend, progress) {
  const lines = [
    '| | tolerance | | dt | paths | path-steps | seconds | error found |',
    '|---|---|---|---|---|---|---|---|',
  ];
  for (const { name, model, from, to } of PROBLEMS) {
    for (const { name: method, scheme, monitor, order } of METHODS) {
      const study = passageStudy(model, { from, to, scheme, monitor });
      const exact = exactLaw(study);
      const bias = biasOn(study, exact.mean, order);
      for (const tolerance of TOLERANCES) {
        const paths = Math.ceil((4 * Math.sqrt(exact.variance)) ** 2 / (exact.mean * tolerance) ** 2);
        const known = coarsestWithin(bias, tolerance / 2);
        const extrapolated = known === null || (paths * exact.mean) / known > BEYOND;
        const dt = floorTo2Digits(extrapolated ? withinLaw(bias, tolerance / 2) : known);
        const steps = (paths * exact.mean) / dt;
        const { seconds, error, how } = await measured(study, exact, { dt, paths, steps }, backend);
        const law = extrapolated ? ' †' : '';
        const cells = [
          name,
          percent(tolerance),
          method,
          short(dt) + law,
          paths.toLocaleString('en'),
          short(steps) + law,
        ];
        lines.push(`| ${[...cells, `${short(seconds)}${how}`, error].join(' | ')} |`);
        progress(lines.at(-1) ?? '');
      }
    }
  }
  return lines;
}

/**
 * The relative bias of the mean by dt: from the kernel at every half octave, straight between them in logarithms; below
 * FINEST by C dt^p (1 + a √dt + b dt), fitted to the finest eight.
 * @param {Study} study @param {number} exact @param {number} order
 */
function biasOn(study, exact, order) {
  const levels = [];
  for (let dt = COARSEST; dt > FINEST / 2; dt /= Math.SQRT2) {
    levels.push({ dt, bias: schemeLaw(study, dt).mean / exact - 1 });
    if (Math.abs(levels.at(-1)?.bias ?? 0) < 1e-5) break; // far below every tolerance
  }
  const finest = levels.slice(-8);
  const { coefficients } = leastSquares(
    finest.map(({ dt }) => [1, Math.sqrt(dt), dt]),
    finest.map(({ dt, bias }) => bias / dt ** order),
  );
  const law = (/** @type {number} */ dt) =>
    dt ** order * coefficients.reduce((sum, c, k) => sum + c * dt ** (k / 2), 0);
  return { levels, law };
}

/**
 * The largest dt at and below which the bias stays within a bound (one that passes through 0 does not count); null where
 * it is below FINEST.
 * @param {ReturnType<typeof biasOn>} bias @param {number} bound
 */
function coarsestWithin({ levels }, bound) {
  let within = null;
  for (const level of [...levels].reverse()) {
    if (Math.abs(level.bias) > bound) {
      if (within === null) break;
      // Between a level that is outside and the next finer one, by the power law through both.
      const power = Math.log(Math.abs(level.bias / within.bias)) / Math.log(level.dt / within.dt);
      return within.dt * (bound / Math.abs(within.bias)) ** (1 / Math.max(power, 0.25));
    }
    within = level;
  }
  return within?.dt ?? null;
}

/** The same by the law alone. @param {ReturnType<typeof biasOn>} bias @param {number} bound */
function withinLaw({ law }, bound) {
  let dt = 1e-12;
  while (Math.abs(law(1.01 * dt)) <= bound) dt *= 1.01;
  return dt;
}

/**
 * Runs the whole of it, or as much as shows the rate.
 * @param {Study} study @param {import('./ladder.mjs').Law} exact
 * @param {{ dt: number, paths: number, steps: number }} cost @param {Backend} backend
 */
async function measured(study, exact, { dt, paths, steps }, backend) {
  const whole = steps <= RUN_WHOLE;
  const some = whole ? paths : Math.max(8192, Math.ceil((paths * FOR_THE_RATE) / steps));
  const horizon = whole
    ? exact.mean + 30 * Math.sqrt(exact.variance)
    : Math.min(exact.mean, (FOR_THE_RATE * dt) / some);
  const own = { ...study, dt, paths: some, horizon: Math.ceil(horizon / dt) * dt, saveAt: [], seed: 7 };
  const before = process.cpuUsage();
  const result = await run(own, { backend, checks: false });
  const { user, system } = process.cpuUsage(before);
  const seconds = (user + system) / 1e6 / backend.threads; // other work on the machine does not count
  const { pathSteps } = result.provenance;
  if (!whole) return { seconds: (seconds * steps) / pathSteps, error: '', how: ' *' };
  const { mean } = /** @type {import('#dist/result/result.js').FirstPassage} */ (result.firstPassage);
  return { seconds, error: percent(Number(mean.value) / exact.mean - 1, 3), how: '' };
}

/** @param {number} x */
const floorTo2Digits = (x) => {
  const unit = 10 ** (Math.floor(Math.log10(x)) - 1);
  return Number((Math.floor(x / unit + 1e-9) * unit).toPrecision(2));
};

/** @param {number} x @param {number} [digits] */
const percent = (x, digits) => `${(100 * x).toFixed(digits ?? (x < 0.01 ? 1 : 0)).replace('-', '−')} %`;

/** Powers of ten where they are shorter. @param {number} x */
function short(x) {
  if (x >= 0.001 && x < 10_000) return String(Number(x.toPrecision(2)));
  const exponent = Math.floor(Math.log10(x));
  const digits = [...String(Math.abs(exponent))].map((d) => '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(d)]).join('');
  return `${(x / 10 ** exponent).toFixed(1)}·10${exponent < 0 ? '⁻' : ''}${digits}`;
}
