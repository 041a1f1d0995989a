/** Where the drift vanishes, how fast it relaxes there, and what the parameters mean, in plain words. */
import type { Process } from './process.js';

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

export function regimeOf(
  process: Process,
  model: string | null,
  params: Readonly<Record<string, number>>,
  modes: readonly number[],
): Regime {
  const fixedPoints = fixedPointsOf(process);
  return model === 'severity' ? severityRegime(params, fixedPoints, modes) : generalRegime(fixedPoints, modes);
}

function generalRegime(fixedPoints: readonly FixedPoint[], modes: readonly number[]): Regime {
  const stable = fixedPoints.filter((point) => point.stable);
  const label = modes.length > 1 ? 'several modes' : stable.length > 1 ? 'several stable points' : 'one mode';
  const places = stable.map(({ x, rate }) => `${round(x)} (rate ${round(rate)})`).join(', ');
  const drift =
    stable.length === 0 ? 'The drift has no stable point inside the domain.' : `The drift leads to ${places}.`;
  const peaks = modes.length === 0 ? '' : ` The stationary density peaks at ${modes.map(round).join(' and ')}.`;
  return { label, text: drift + peaks, fixedPoints };
}

/**
 * The severity model, μ = γ + αx − (α + β)x², σ = σ0 + σ1 x (arXiv 2501.16783). Fixed points x± = [α ± √(α² + 4γκ)]/2κ,
 * κ = α + β, relax at √(α² + 4γκ), which stays above 0 at α = β: nothing is singular there.
 */
function severityRegime(
  params: Readonly<Record<string, number>>,
  fixedPoints: readonly FixedPoint[],
  modes: readonly number[],
): Regime {
  const [alpha, beta, gamma] = [params['alpha'] ?? 0, params['beta'] ?? 0, params['gamma'] ?? 0];
  const [sigma0, sigma1] = [params['sigma0'] ?? 0, params['sigma1'] ?? 0];
  const kappa = alpha + beta;
  const rate = Math.sqrt(alpha * alpha + 4 * gamma * kappa);
  const stable = kappa > 0 ? (alpha + rate) / (2 * kappa) : null;
  const absorbing = gamma === 0 && sigma0 === 0 && sigma1 > 0;
  const critical = (sigma1 * sigma1) / 2;
  const label = absorbing
    ? alpha > critical
      ? 'above the absorbing transition'
      : 'below the absorbing transition'
    : alpha === beta
      ? 'crossover'
      : alpha > beta
        ? 'supercritical'
        : 'subcritical';
  const sentences = [
    alpha === beta
      ? 'alpha = beta: self-reinforcement and damping are equal.'
      : alpha > beta
        ? `alpha > beta by ${round(alpha - beta)}: self-reinforcement outweighs damping.`
        : `alpha < beta by ${round(beta - alpha)}: damping outweighs self-reinforcement.`,
    stable === null
      ? ''
      : `Without noise severity settles at ${round(stable)} at rate ${round(rate)} per unit of time.`,
  ];
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
  if (modes.length > 1) {
    sentences.push(
      `The stationary density has ${modes.length} peaks, at ${modes.map(round).join(' and ')}: noise makes them (sigma0 sigma1 = ${round(sigma0 * sigma1)} > gamma = ${round(gamma)}).`,
    );
  } else if (modes.length === 1) {
    sentences.push(`The stationary density has one peak, at ${round(modes[0]!)}.`);
  }
  return { label, text: sentences.filter((text) => text !== '').join(' '), fixedPoints };
}

const round = (value: number): string => String(Number(value.toPrecision(4)));
