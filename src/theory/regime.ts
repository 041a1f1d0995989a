/** Where the drift vanishes, how fast it relaxes there, and what the parameters mean, in plain words. */
import type { Crossing } from './crossings.js';
import type { Process } from './process.js';
import { type SeverityParams, type SeverityRegime, severityParams, severityRegime } from './regime-severity.js';

export interface FixedPoint {
  readonly x: number;
  /** −μ′(x), per time: positive where the drift leads back. */
  readonly rate: number;
  readonly stable: boolean;
}

export interface Regime {
  readonly label: string;
  readonly text: string;
  readonly fixedPoints: readonly FixedPoint[];
  /** Peaks of the density that ends which keep the paths would give; none where an end absorbs. */
  readonly modes: readonly number[];
  /** What noise makes of the drift: peaks that no stable point has for its own, and stable points that have none. */
  readonly noiseInduced: { readonly modes: readonly number[]; readonly lost: readonly number[] };
  /** From each peak to the next, both ways. */
  readonly crossings: readonly Crossing[];
  /** For the severity model only. */
  readonly severity: SeverityRegime | null;
}

const CELLS = 1024; // two fixed points nearer than a thousandth of the domain are seen as none

/** Roots of μ in [lower, upper], increasing. */
export function fixedPointsOf({ drift, lower, upper }: Process): FixedPoint[] {
  const width = upper - lower;
  const points: FixedPoint[] = [];
  for (let i = 0; i <= CELLS; i++) {
    const left = lower + (width * i) / CELLS;
    if (drift(left) === 0) {
      // Where the drift vanishes on an interval, every point is neutral: none is a fixed point to speak of.
      const neighbours = [left - width / CELLS, left + width / CELLS].filter((x) => x >= lower && x <= upper);
      if (neighbours.every((x) => drift(x) !== 0)) points.push(fixedPoint(left));
    } else if (i < CELLS) {
      let [a, b] = [left, lower + (width * (i + 1)) / CELLS];
      const rising = drift(b) > 0;
      if (drift(a) * drift(b) >= 0) continue;
      for (let k = 0; k < 60; k++) {
        const middle = (a + b) / 2;
        if (drift(middle) > 0 === rising) b = middle;
        else a = middle;
      }
      points.push(fixedPoint((a + b) / 2));
    }
  }
  return points;

  function fixedPoint(x: number): FixedPoint {
    const h = 1e-5 * width; // central difference: error h²μ‴/6 + rounding 1e-16/h, both about 1e-11
    const [right, left] = [Math.min(x + h, upper), Math.max(x - h, lower)];
    const rate = -(drift(right) - drift(left)) / (right - left);
    return { x, rate, stable: rate > 0 };
  }
}

/** What is known of a process beside its parameters. */
export interface RegimeSetup {
  readonly model: string | null;
  readonly params: Readonly<Record<string, number>>;
  readonly modes: readonly number[];
  readonly crossings: readonly Crossing[];
}

export function regimeOf(process: Process, { model, params, modes, crossings }: RegimeSetup): Regime {
  const fixedPoints = fixedPointsOf(process);
  const severity = model === 'severity' ? severityRegime(severityParams(params), [process.lower, process.upper]) : null;
  const noiseInduced = noiseMade(process, fixedPoints, modes);
  const { label, sentences } =
    severity === null
      ? describeGeneral(fixedPoints, modes, noiseInduced)
      : describeSeverity(severityParams(params), severity, modes);
  sentences.push(...describeCrossings(crossings));
  return { label, text: sentences.join(' '), fixedPoints, modes, noiseInduced, crossings, severity };
}

/**
 * Each stable point (an end where the drift presses on it is one) draws what lies between the unstable points beside it: the
 * peak nearest to it there is its own.
 */
function noiseMade({ drift, lower, upper }: Process, fixedPoints: readonly FixedPoint[], modes: readonly number[]) {
  const stable = fixedPoints.filter((point) => point.stable).map(({ x }) => x);
  if (drift(lower) < 0) stable.unshift(lower);
  if (drift(upper) > 0) stable.push(upper);
  const divides = fixedPoints.filter((point) => !point.stable).map(({ x }) => x);
  const free = new Set(modes);
  const lost = stable.filter((x) => {
    const from = Math.max(lower, ...divides.filter((at) => at < x));
    const to = Math.min(upper, ...divides.filter((at) => at > x));
    const own = [...free].filter((mode) => mode >= from && mode <= to);
    if (own.length === 0) return true;
    free.delete(own.reduce((best, mode) => (Math.abs(mode - x) < Math.abs(best - x) ? mode : best)));
    return false;
  });
  return { modes: [...free], lost: modes.length === 0 ? [] : lost };
}

function describeGeneral(
  fixedPoints: readonly FixedPoint[],
  modes: readonly number[],
  noiseInduced: Regime['noiseInduced'],
) {
  const stable = fixedPoints.filter((point) => point.stable);
  const label =
    modes.length > 1
      ? 'several modes'
      : stable.length > 1
        ? 'several stable points'
        : modes.length === 1
          ? 'one mode'
          : `${stable.length === 0 ? 'no' : 'one'} stable point`; // an end absorbs: there is no density to have modes
  const places = stable.map(({ x, rate }) => `${round(x)} (rate ${round(rate)})`).join(', ');
  const sentences = [
    stable.length === 0 ? 'The drift has no stable point inside the domain.' : `The drift leads to ${places}.`,
  ];
  if (modes.length > 0) sentences.push(`The stationary density peaks at ${modes.map(round).join(' and ')}.`);
  if (noiseInduced.modes.length > 0)
    sentences.push(
      `The drift alone would not gather paths at ${noiseInduced.modes.map(round).join(' and ')}: noise does.`,
    );
  return { label, sentences };
}

function describeSeverity(
  { alpha, beta, gamma, sigma0, sigma1 }: SeverityParams,
  regime: SeverityRegime,
  modes: readonly number[],
) {
  const kappa = alpha + beta;
  const rate = Math.sqrt(Math.max(0, alpha * alpha + 4 * gamma * kappa));
  const critical = (sigma1 * sigma1) / 2;
  const absorbing = gamma === 0 && sigma0 === 0 && sigma1 > 0;
  const side = alpha === beta ? 'crossover' : alpha > beta ? 'supercritical' : 'subcritical';
  const label = !absorbing ? side : `${alpha > critical ? 'above' : 'below'} the absorbing transition`;
  const sentences = [
    alpha === beta
      ? 'alpha = beta: self-reinforcement and damping are equal.'
      : alpha > beta
        ? `alpha > beta by ${round(alpha - beta)}: self-reinforcement outweighs damping.`
        : `alpha < beta by ${round(beta - alpha)}: damping outweighs self-reinforcement.`,
  ];
  if (kappa > 0)
    sentences.push(
      `Without noise severity settles at ${round((alpha + rate) / (2 * kappa))} at rate ${round(rate)} per unit of time.`,
    );
  if (absorbing) {
    sentences.push(
      `With gamma = sigma0 = 0, 0 is an absorbing state: a genuine transition lies at alpha = sigma1²/2 = ${round(critical)}, and times diverge there. alpha is ${alpha > critical ? 'above' : 'at or below'} it.`,
    );
  } else if (gamma === 0 && sigma0 === 0) {
    sentences.push(
      'Without noise and without bias the stable point leaves 0 at alpha = 0: a transcritical transition.',
    );
  } else {
    sentences.push(
      'alpha = beta is a crossover, not a phase transition: the stable point passes 1/2 near there (at alpha = beta − 4 gamma), every stationary quantity is smooth in the parameters and the relaxation time stays finite.',
    );
  }
  const { claimedPoint, driftThere } = regime.crossover;
  if (claimedPoint !== null && driftThere !== 0)
    sentences.push(
      `(alpha − beta)/(alpha + beta) = ${round(claimedPoint)} is no zero of the drift: it is ${round(driftThere!)} there.`,
    );
  sentences.push(...describePeaks(regime, gamma, sigma0 * sigma1, modes));
  return { label, sentences };
}

function describePeaks(
  { bimodality }: SeverityRegime,
  gamma: number,
  product: number,
  modes: readonly number[],
): string[] {
  if (modes.length === 0) return [];
  const sentences = [
    modes.length > 1
      ? `The stationary density has ${modes.length} peaks, at ${modes.map(round).join(' and ')}: noise makes them (sigma0 sigma1 = ${round(product)} > gamma = ${round(gamma)}).`
      : `The stationary density has one peak, at ${round(modes[0]!)}.`,
  ];
  const changes = Object.entries(bimodality.distances).flatMap(([name, change]) =>
    change === null || change === undefined ? [] : [`${name} by ${change > 0 ? '+' : ''}${round(change)}`],
  );
  if (changes.length > 0) {
    const what = modes.length > 1 ? 'One of them goes' : 'A second peak comes';
    sentences.push(
      `${what} with a change of ${changes.join(', or ')}: a transition of the shape, nothing diverges there.`,
    );
  } else if (modes.length === 1) sentences.push('No change of one parameter alone brings a second peak.');
  return sentences;
}

function describeCrossings(crossings: readonly Crossing[]): string[] {
  return crossings.flatMap(({ from, to, meanTime, height }) => {
    if (meanTime === null) return [];
    const depth = height === null ? '' : `, over a dip ${round(height)} units of noise deep`;
    return [`From the peak at ${round(from)} to that at ${round(to)} it takes ${round(meanTime)} on average${depth}.`];
  });
}

const round = (value: number): string => String(Number(value.toPrecision(4)));
