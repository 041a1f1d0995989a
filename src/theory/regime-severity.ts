/**
 * What the parameters of the severity model mean: μ = γ + αx − κx², κ = α + β, σ = σ0 + σ1 x (arXiv 2501.16783). The fixed
 * points x± = [α ± √(α² + 4γκ)]/2κ relax at √(α² + 4γκ), which stays above 0 at α = β: nothing is singular there.
 */

export interface SeverityParams {
  readonly alpha: number;
  readonly beta: number;
  readonly gamma: number;
  readonly sigma0: number;
  readonly sigma1: number;
}

/** How far a parameter, changed alone, is from a place: the signed change, null where it does not get there. */
export type Distances = Readonly<Partial<Record<keyof SeverityParams, number | null>>>;

export interface SeverityRegime {
  /** The line α = β: a label, no transition. */
  readonly crossover: {
    /** α − β. */
    readonly distance: number;
    /** α where the stable point passes ½, the other parameters as they are: β − 4γ. */
    readonly halfAt: number;
    /** (α − β)/(α + β), which the preprint calls critical, and μ there: no zero. null for α + β = 0. */
    readonly claimedPoint: number | null;
    readonly driftThere: number | null;
  };
  /** Two peaks iff the dip r₋ = [A − √(A² − 4κδ)]/2κ lies inside, A = α − σ1², δ = σ0σ1 − γ. */
  readonly bimodality: {
    readonly bimodal: boolean;
    readonly A: number;
    readonly delta: number;
    /** r₋ and r₊, null where the density has no such extremum anywhere. */
    readonly dip: number | null;
    readonly peak: number | null;
    /** Positive where two peaks are: the least of δ and A − 2√(κδ), both per time; only δ where it is negative. */
    readonly margin: number;
    /** The change of each parameter that brings a second peak or takes it. */
    readonly distances: Distances;
  };
  readonly transitions: readonly {
    readonly name: 'absorbing' | 'transcritical';
    /** α at it. */
    readonly alpha: number;
    /** What every parameter of it must change by; all 0: it is here. */
    readonly distances: Distances;
    readonly text: string;
  }[];
}

export const severityParams = (params: Readonly<Record<string, number>>): SeverityParams => ({
  alpha: params['alpha'] ?? 0,
  beta: params['beta'] ?? 0,
  gamma: params['gamma'] ?? 0,
  sigma0: params['sigma0'] ?? 0,
  sigma1: params['sigma1'] ?? 0,
});

export function severityRegime(params: SeverityParams, domain: readonly [number, number]): SeverityRegime {
  const { alpha, beta, gamma, sigma0, sigma1 } = params;
  const kappa = alpha + beta;
  const critical = (sigma1 * sigma1) / 2;
  const claimed = kappa === 0 ? null : (alpha - beta) / kappa;
  const { A, delta, dip, peak } = extrema(params);
  const to = (target: number, value: number) => target - value || 0; // −0 is 0
  return {
    crossover: {
      distance: alpha - beta,
      halfAt: beta - 4 * gamma,
      claimedPoint: claimed,
      driftThere: claimed === null ? null : beta * claimed + gamma,
    },
    bimodality: {
      bimodal: isBimodal(params, domain),
      A,
      delta,
      dip,
      peak,
      margin: delta <= 0 || kappa < 0 ? delta : Math.min(delta, A - 2 * Math.sqrt(kappa * delta)),
      distances: {
        alpha: distanceTo(params, 'alpha', domain),
        beta: distanceTo(params, 'beta', domain),
        gamma: distanceTo(params, 'gamma', domain),
        sigma0: distanceTo(params, 'sigma0', domain),
        sigma1: distanceTo(params, 'sigma1', domain),
      },
    },
    transitions: [
      {
        name: 'absorbing',
        alpha: critical,
        distances: { alpha: to(critical, alpha), gamma: to(0, gamma), sigma0: to(0, sigma0) },
        text: 'at gamma = sigma0 = 0 and alpha = sigma1²/2 severity dies out: 0 absorbs below, and times diverge as (alpha − sigma1²/2)^−2',
      },
      {
        name: 'transcritical',
        alpha: 0,
        distances: { alpha: to(0, alpha), gamma: to(0, gamma), sigma0: to(0, sigma0), sigma1: to(0, sigma1) },
        text: 'without bias and noise the stable point leaves 0 at alpha = 0, and times diverge as 1/|alpha|',
      },
    ],
  };
}

/** p′ has the sign of −δ + A x − κ x²: r₋ is where it turns positive, r₊ where it turns negative. */
function extrema({ alpha, beta, gamma, sigma0, sigma1 }: SeverityParams) {
  const kappa = alpha + beta;
  const A = alpha - sigma1 * sigma1;
  const delta = sigma0 * sigma1 - gamma;
  const square = A * A - 4 * kappa * delta;
  if (!(square > 0)) return { A, delta, dip: null, peak: null };
  const root = Math.sqrt(square);
  // Without cancellation: the two roots multiply to δ/κ.
  const [dip, peak] =
    A >= 0
      ? [(2 * delta) / (A + root), (A + root) / (2 * kappa)]
      : [(A - root) / (2 * kappa), (2 * delta) / (A - root)];
  return { A, delta, dip: finite(dip), peak: finite(peak) };
}

const finite = (x: number): number | null => (Number.isFinite(x) ? x : null);

function isBimodal(params: SeverityParams, [lower, upper]: readonly [number, number]): boolean {
  const { dip } = extrema(params);
  return dip !== null && dip > lower && dip < upper;
}

const SMALLEST = 1e-9; // changes tried, in units of the largest parameter …
const LARGEST = 1e3;
const GROWTH = 1.02; // … each so much larger than the last: a window narrower than 2 % of its distance is passed over

/** The smallest change of one parameter that makes one peak two or two peaks one. */
function distanceTo(
  params: SeverityParams,
  name: keyof SeverityParams,
  domain: readonly [number, number],
): number | null {
  const now = isBimodal(params, domain);
  const value = params[name];
  const { alpha, beta, gamma, sigma0, sigma1 } = params;
  const unit = Math.max(Math.abs(alpha), Math.abs(beta), gamma, sigma0, sigma1, 1e-6);
  const allowed = (changed: number) => name === 'alpha' || name === 'beta' || changed >= 0;
  const differs = (change: number) => isBimodal({ ...params, [name]: value + change }, domain) !== now;
  let before = 0;
  for (let size = SMALLEST * unit; size < LARGEST * unit; size *= GROWTH) {
    for (const sign of [1, -1]) {
      // A parameter that may not be negative ends its way at 0.
      const change = allowed(value + sign * size) ? sign * size : -value;
      if (!differs(change)) continue;
      let [same, other] = [allowed(value + sign * before) ? sign * before : -value, change];
      for (let i = 0; i < 60; i++) {
        const middle = (same + other) / 2;
        if (differs(middle)) other = middle;
        else same = middle;
      }
      return other;
    }
    before = size;
  }
  return null;
}
