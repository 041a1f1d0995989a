/** Expression → program: parameters folded in, polynomials in Horner form, the time step multiplied into the constants. */
import { diffusionSlope } from './derive.js';
import { BINARY, evaluate, UNARY } from './evaluate.js';
import { binary, dependsOnX, type Expression, number } from './expression.js';
import type { Model } from './model.js';
import { type Coefficients, polynomialOf, wellConditioned } from './polynomial.js';
import type { ProgramBinary, ProgramNode, ProgramUnary, StepProgram } from './program.js';

const MAX_DRIFT_DEGREE = 3; // beyond this the written form is as short, and expansion loses digits
const MAX_NOISE_DEGREE = 2;
const TINY = 2 ** -126; // the smallest normal f32: keeps log away from 0 where a power has a base of 0

export interface LowerOptions {
  readonly params: Readonly<Record<string, number>>;
  readonly domain: readonly [number, number];
  readonly dt: number;
  readonly milstein: boolean;
}

/** The step x̃ = x + (μ dt + σ√dt z [+ ½σσ′dt (z² − 1)]) of a model as a program. */
export function lower(model: Model, { params, domain, dt, milstein }: LowerOptions): StepProgram {
  const builder = new Builder(params, domain);
  const drift = builder.scaled(model.drift, dt, MAX_DRIFT_DEGREE);
  const noise = builder.scaled(model.diffusion, Math.sqrt(dt), MAX_NOISE_DEGREE);
  const correction = milstein ? builder.scaled(diffusionSlope(model.diffusion), dt / 2, MAX_DRIFT_DEGREE) : null;
  return { constants: builder.constants, drift, noise, correction, heun: null };
}

/** Lamperti's coordinate of a model, as polynomials in t = y / half (plan/lamperti.ts makes them). */
export interface LampertiFit {
  /** y of the upper end; that of the lower one is −half. */
  readonly half: number;
  /** ψ⁻¹(y). */
  readonly position: readonly number[];
  /** f(y) = μ/σ − σ′/2, per √time; null where no short polynomial follows it: μ and σ are then taken at ψ⁻¹(y). */
  readonly drift: readonly number[] | null;
  /** f′ at the lower and at the upper end. */
  readonly slopes: readonly [number, number];
}

/** The Lamperti–Heun step of a model as a program in y. */
export function lowerLamperti(
  model: Model,
  { params, domain, dt }: Omit<LowerOptions, 'milstein'>,
  { half, position, drift, slopes }: LampertiFit,
): StepProgram {
  const builder = new Builder(params, domain);
  const x = builder.within(builder.inPowers(position, half), domain);
  return {
    constants: builder.constants,
    drift:
      drift === null
        ? builder.quotientAt(x, correctedDrift(model), model.diffusion, dt)
        : builder.inPowers(
            drift.map((c) => c * dt),
            half,
          ),
    noise: builder.constant(Math.sqrt(dt)),
    correction: null,
    heun: {
      position: x,
      slopeLower: builder.constant(slopes[0] * dt),
      slopeUpper: builder.constant(slopes[1] * dt),
    },
  };
}

/** μ − σσ′/2, which over σ is f. */
const correctedDrift = ({ drift, diffusion }: Model): Expression =>
  binary('sub', drift, binary('div', diffusionSlope(diffusion), number(2)));

/** Makes nodes, each distinct one once. */
class Builder {
  readonly constants: number[] = [];
  readonly #nodes = new Map<string, { node: ProgramNode; id: number }>();
  readonly #ids = new Map<ProgramNode, number>();
  /** What stands for the x of an expression. */
  #variable: ProgramNode | null = null;
  /** With this variable. */
  #built = new Map<Expression, ProgramNode>();

  constructor(
    readonly params: Readonly<Record<string, number>>,
    readonly domain: readonly [number, number],
  ) {}

  /** factor · e, the factor multiplied into the coefficients where e is a polynomial in x. */
  scaled(e: Expression, factor: number, maxDegree: number): ProgramNode {
    const coefficients = this.#polynomial(e, maxDegree);
    if (coefficients !== null) return this.#horner(coefficients.map((c) => (c === null ? null : c * factor)));
    if (e.kind === 'unary' && e.op === 'sqrt') {
      const inside = this.#polynomial(e.a, maxDegree);
      if (inside !== null) return this.#sqrt(this.#horner(inside.map((c) => (c === null ? null : c * factor ** 2))));
    }
    const { rest, constant } = this.#splitFactor(e);
    return this.#binary('mul', this.#constant(constant * factor), this.#build(rest));
  }

  /** Σ c_k (y / half)^k, by Horner's rule in y where the coefficients stay well inside f32, else in y / half. */
  inPowers(coefficients: readonly number[], half: number): ProgramNode {
    const SAFE = 100; // powers of two, of the 126 that f32 has
    const y = this.#y();
    if (Math.abs(Math.log2(half)) * (coefficients.length - 1) < SAFE) {
      return this.#horner(
        coefficients.map((c, k) => c / half ** k),
        y,
      );
    }
    return this.#horner(coefficients, this.#binary('mul', y, this.#constant(1 / half)));
  }

  /** min(max(a, lower), upper). */
  within(a: ProgramNode, [lower, upper]: readonly [number, number]): ProgramNode {
    return this.#binary('min', this.#binary('max', a, this.#constant(lower)), this.#constant(upper));
  }

  /** factor · numerator / denominator at x. */
  quotientAt(x: ProgramNode, numerator: Expression, denominator: Expression, factor: number): ProgramNode {
    this.#useVariable(x);
    const quotient = this.#binary(
      'div',
      this.scaled(numerator, factor, MAX_DRIFT_DEGREE),
      this.scaled(denominator, 1, MAX_NOISE_DEGREE),
    );
    this.#useVariable(null);
    return quotient;
  }

  #useVariable(x: ProgramNode | null): void {
    this.#variable = x;
    this.#built = new Map();
  }

  constant(value: number): ProgramNode {
    return this.#constant(value);
  }

  #polynomial(e: Expression, maxDegree: number): Coefficients | null {
    const coefficients = polynomialOf(e, this.params, maxDegree);
    return coefficients !== null && wellConditioned(coefficients, this.domain) ? coefficients : null;
  }

  /** c0 + x (c1 + x (c2 + …)); a null coefficient is absent. */
  #horner(coefficients: Coefficients, x: ProgramNode = this.#x()): ProgramNode {
    let sum: ProgramNode | null = null;
    for (const c of [...coefficients].reverse()) {
      if (sum !== null) sum = this.#binary('mul', x, sum);
      if (c !== null) sum = sum === null ? this.#constant(c) : this.#binary('add', sum, this.#constant(c));
    }
    return sum ?? this.#constant(0);
  }

  /** e = constant · rest, for products and quotients with factors free of x. */
  #splitFactor(e: Expression): { rest: Expression; constant: number } {
    if (e.kind === 'binary' && e.op === 'mul' && !dependsOnX(e.a)) return this.#joinFactor(e.b, this.#value(e.a));
    if (e.kind === 'binary' && e.op === 'mul' && !dependsOnX(e.b)) return this.#joinFactor(e.a, this.#value(e.b));
    if (e.kind === 'binary' && e.op === 'div' && !dependsOnX(e.b)) return this.#joinFactor(e.a, 1 / this.#value(e.b));
    return { rest: e, constant: 1 };
  }

  #joinFactor(e: Expression, factor: number): { rest: Expression; constant: number } {
    const { rest, constant } = this.#splitFactor(e);
    return { rest, constant: constant * factor };
  }

  #value(e: Expression): number {
    return evaluate(e, this.params)(0);
  }

  /** Each node once: a derivative has what it shares more than once. */
  #build(e: Expression): ProgramNode {
    if (!dependsOnX(e)) return this.#constant(this.#value(e));
    let built = this.#built.get(e);
    if (built === undefined) {
      built = this.#buildAnew(e);
      this.#built.set(e, built);
    }
    return built;
  }

  #buildAnew(e: Expression): ProgramNode {
    switch (e.kind) {
      case 'x':
        return this.#x();
      case 'unary':
        return e.op === 'sqrt' ? this.#sqrt(this.#build(e.a)) : this.#unary(e.op, this.#build(e.a));
      case 'binary':
        return e.op === 'pow' ? this.#power(e.a, e.b) : this.#binary(e.op, this.#build(e.a), this.#build(e.b));
      default:
        throw new TypeError(`a ${e.kind} cannot depend on x`);
    }
  }

  #power(base: Expression, exponent: Expression): ProgramNode {
    const a = this.#build(base);
    if (dependsOnX(exponent)) return this.#generalPower(a, this.#build(exponent));
    const p = this.#value(exponent);
    if (p < 0) return this.#binary('div', this.#constant(1), this.#positivePower(a, -p));
    return this.#positivePower(a, p);
  }

  /** Integer and half-integer powers as products and a square root, x^1000 as 14 products. */
  #positivePower(a: ProgramNode, p: number): ProgramNode {
    const whole = Math.floor(p);
    const half = p - whole === 0.5;
    if (!Number.isInteger(p) && !half) return this.#generalPower(a, this.#constant(p));
    const product = this.#integerPower(a, whole);
    if (!half) return product ?? this.#constant(1);
    return product === null ? this.#sqrt(a) : this.#binary('mul', product, this.#sqrt(a));
  }

  /** aⁿ by repeated squaring; null for n = 0. */
  #integerPower(a: ProgramNode, n: number): ProgramNode | null {
    let result: ProgramNode | null = null;
    let squared = a;
    for (let rest = n; rest > 0; rest = Math.floor(rest / 2)) {
      if (rest % 2 === 1) result = result === null ? squared : this.#binary('mul', result, squared);
      if (rest > 1) squared = this.#binary('mul', squared, squared);
    }
    return result;
  }

  /** exp(p log a), for a base ≥ 0: where it is not, the study is refused (study/check-powers.ts). */
  #generalPower(a: ProgramNode, p: ProgramNode): ProgramNode {
    return this.#unary('exp', this.#binary('mul', p, this.#unary('log', this.#binary('max', a, this.#constant(TINY)))));
  }

  /** √max(a, 0): rounding may take a vanishing argument below zero. */
  #sqrt(a: ProgramNode): ProgramNode {
    return this.#unary('sqrt', this.#binary('max', a, this.#constant(0)));
  }

  #x(): ProgramNode {
    return this.#variable ?? this.#y();
  }

  /** The state itself. */
  #y(): ProgramNode {
    return this.#intern('x', () => ({ op: 'x' }));
  }

  #constant(value: number): ProgramNode {
    // −0 and 0 are distinct keys on purpose: folding must not change a sign.
    return this.#intern(`constant ${Object.is(value, -0) ? '-0' : value}`, () => ({
      op: 'constant',
      index: this.constants.push(value) - 1,
    }));
  }

  #unary(op: ProgramUnary, a: ProgramNode): ProgramNode {
    if (a.op === 'constant') return this.#constant(UNARY[op](this.constants[a.index]!));
    return this.#intern(`${op} ${this.#ids.get(a)}`, () => ({ op, a }));
  }

  #binary(op: ProgramBinary, a: ProgramNode, b: ProgramNode): ProgramNode {
    if (a.op === 'constant' && b.op === 'constant') {
      return this.#constant(BINARY[op](this.constants[a.index]!, this.constants[b.index]!));
    }
    return this.#intern(`${op} ${this.#ids.get(a)} ${this.#ids.get(b)}`, () => ({ op, a, b }));
  }

  #intern(key: string, make: () => ProgramNode): ProgramNode {
    const found = this.#nodes.get(key);
    if (found !== undefined) return found.node;
    const node = make();
    const id = this.#nodes.size;
    this.#nodes.set(key, { node, id });
    this.#ids.set(node, id);
    return node;
  }
}
