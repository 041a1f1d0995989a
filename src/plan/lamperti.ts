/** Lamperti–Heun: the step of a model in y = ψ(x) = ∫dx/σ, and what a study says in x as said in y. */
import { TheoryError } from '../errors.js';
import { nodesOf } from '../model/expression.js';
import { type LampertiFit, lowerLamperti } from '../model/lower.js';
import { functionsOf, type Model, type ModelFunctions } from '../model/model.js';
import type { StepProgram } from '../model/program.js';
import {
  type LampertiCoordinate,
  lampertiCoordinate,
  lampertiDrift,
  lampertiSlopes,
  polynomialFit,
} from '../theory/index.js';

export interface LampertiStep {
  readonly program: StepProgram;
  /** x → y. */
  readonly coordinate: (x: number) => number;
  /** A start law in x → the same in y: quantiles, linear between. */
  readonly start: (quantiles: readonly number[]) => readonly number[];
}

interface StepOf {
  readonly params: Readonly<Record<string, number>>;
  readonly domain: readonly [number, number];
  readonly dt: number;
}

/** @throws TheoryError where the diffusion vanishes in the domain, or has kinks. */
export function lampertiStep(model: Model, options: StepOf): LampertiStep {
  const functions = functionsOf(model, options.params);
  const along = coordinateOf(model, functions, options);
  const { upper: half, position, inPowers } = along;
  if (inPowers === null) {
    throw new TheoryError('∫ dx/σ cannot be inverted by a polynomial: the diffusion has a kink, or changes too much');
  }
  const drift = lampertiDrift(functions, position);
  const fit: LampertiFit = {
    half,
    position: inPowers,
    drift: polynomialFit(drift, half, DRIFT.tolerance, DRIFT.mostDegree),
    slopes: lampertiSlopes(drift, 2 * half),
  };
  return {
    program: lowerLamperti(model, options, fit),
    coordinate: along.coordinate,
    start: (quantiles) => startIn(along, quantiles),
  };
}

const DRIFT = { tolerance: 2 ** -25, mostDegree: 24 }; // half an ulp of f32; beyond the degree, μ and σ themselves are shorter
const POSITION = { tolerance: 1e-10, mostDegree: 48 };

interface KnownCoordinate extends LampertiCoordinate {
  readonly key: string;
  /** ψ⁻¹ in powers of y/half; null where no polynomial follows it. */
  readonly inPowers: readonly number[] | null;
}

/** Of the last diffusion: the points of a sweep often differ in their drift alone, and ask for ψ⁻¹ at the same places. */
let last: KnownCoordinate | null = null;

function coordinateOf(model: Model, { diffusion }: ModelFunctions, { params, domain }: StepOf): KnownCoordinate {
  const names = [...nodesOf(model.diffusion)].flatMap((node) => (node.kind === 'parameter' ? [node.name] : []));
  const key = JSON.stringify([model.diffusion, names.map((name) => params[name]), domain]);
  if (last?.key === key) return last;
  const [lower, upper] = domain;
  const along = lampertiCoordinate({ diffusion, lower, upper });
  const position = remembering(along.position);
  const inPowers = polynomialFit(position, along.upper, POSITION.tolerance, POSITION.mostDegree);
  last = { ...along, position, key, inPowers };
  return last;
}

function remembering(f: (y: number) => number): (y: number) => number {
  const known = new Map<number, number>();
  return (y) => {
    let x = known.get(y);
    if (x === undefined) {
      x = f(y);
      known.set(y, x);
    }
    return x;
  };
}

const START_PIECES = 2 ** 12; // of a segment of a start law that is straight in x: off by less than 1e-7 of it in y

/** A quantile table in y: long tables point by point, a few segments cut into pieces, since ψ is no straight line. */
function startIn({ coordinate }: LampertiCoordinate, quantiles: readonly number[]): readonly number[] {
  const segments = quantiles.length - 1;
  if (segments === 0) return [coordinate(quantiles[0]!)];
  const pieces = Math.ceil(START_PIECES / segments);
  return Array.from({ length: segments * pieces + 1 }, (_, k) => {
    const i = Math.min(Math.floor(k / pieces), segments - 1);
    return coordinate(quantiles[i]! + (k / pieces - i) * (quantiles[i + 1]! - quantiles[i]!));
  });
}
