/**
 * A program: the arithmetic that every backend generates its code from. Parameters are folded in, powers are products,
 * shared terms are one node (compare by identity), and every constant lives in one table, so that generated code has no literals.
 */

export type ProgramUnary = 'neg' | 'sqrt' | 'abs' | 'exp' | 'log' | 'sin' | 'cos' | 'tanh' | 'sign';
export type ProgramBinary = 'add' | 'sub' | 'mul' | 'div' | 'min' | 'max';

export type ProgramNode =
  | { readonly op: 'x' }
  | { readonly op: 'constant'; readonly index: number }
  | { readonly op: ProgramUnary; readonly a: ProgramNode }
  | { readonly op: ProgramBinary; readonly a: ProgramNode; readonly b: ProgramNode };

/**
 * The functions that a step needs, already scaled by the time step, so that
 * x̃ = x + (drift(x) + noise(x) z [+ correction(x) (z² − 1)]).
 * With `heun` they are functions of Lamperti's coordinate y = ψ(x), and so is all that a path meets on its way.
 */
export interface StepProgram {
  /** In f64; the f32 backends round each entry once. */
  readonly constants: readonly number[];
  /** μ(x) dt, in units of x. */
  readonly drift: ProgramNode;
  /** σ(x) √dt, in units of x, ≥ 0 inside the domain. */
  readonly noise: ProgramNode;
  /** ½ σσ′ dt = ¼ (σ²)′ dt for Milstein, null for Euler–Maruyama. */
  readonly correction: ProgramNode | null;
  /** For Lamperti–Heun, null for the others. */
  readonly heun: HeunProgram | null;
}

/**
 * q = y + drift(y) + noise z; f̂ = drift(q), with the opposite sign where a mirror put q back inside, continued linearly
 * beyond an absorbing end; ỹ = y + (½ (drift(y) + f̂) + noise z).
 */
export interface HeunProgram {
  /** ψ⁻¹(y), inside the domain. */
  readonly position: ProgramNode;
  /** Constants: the slopes of `drift` at the ends, with which it goes on beyond them. */
  readonly slopeLower: ProgramNode;
  readonly slopeUpper: ProgramNode;
}
