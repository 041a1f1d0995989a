/** The continuous process that the theory is about: dX = μ(X) dt + σ(X) dW (Itô) on [lower, upper]. Plain functions, no parser. */

export interface Process {
  /** μ(x), x-units per time. */
  drift(x: number): number;
  /** σ(x) ≥ 0, x-units per √time. */
  diffusion(x: number): number;
  /** σσ′ = ½(σ²)′ at x: finite also where σ = √x has no slope. */
  diffusionSlope(x: number): number;
  readonly lower: number;
  readonly upper: number;
}

/** A value and an estimate of its numerical error, from two resolutions. */
export interface Quantity {
  readonly value: number;
  readonly error: number;
}

/** Whether a share of the paths is more than rounding: below, averages over these paths are noise. */
export const isSeen = ({ value, error }: Quantity): boolean => value > 100 * (error + ROUNDING);
const ROUNDING = 1e-13;

/** The process seen in the mirror y = −x: what goes down goes up. σσ′ changes its sign with the direction of x. */
export function mirror(process: Process): Process {
  return {
    drift: (y) => -process.drift(-y),
    diffusion: (y) => process.diffusion(-y),
    diffusionSlope: (y) => -process.diffusionSlope(-y),
    lower: -process.upper,
    upper: -process.lower,
  };
}

/** The start law (plan.ts: `Plan.start`) of the mirrored process. */
export const mirrorStart = (start: readonly number[]): number[] => [...start].reverse().map((x) => -x);
