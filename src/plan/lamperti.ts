/** Lamperti–Heun: the step of a model in y = ψ(x) = ∫dx/σ, and what a study says in x as said in y. */
import { TheoryError } from '../errors.js';
import { type LampertiFit, lowerLamperti } from '../model/lower.js';
import { functionsOf, type Model } from '../model/model.js';
import type { StepProgram } from '../model/program.js';
import { type Lamperti, lampertiOf, polynomialFit } from '../theory/index.js';

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
  const [lower, upper] = options.domain;
  const lamperti = lampertiOf({ ...functionsOf(model, options.params), lower, upper });
  return {
    program: lowerLamperti(model, options, fitOf(lamperti)),
    coordinate: lamperti.coordinate,
    start: (quantiles) => startIn(lamperti, quantiles),
  };
}

const DRIFT = { tolerance: 2 ** -25, mostDegree: 24 }; // half an ulp of f32; beyond the degree, μ and σ themselves are shorter
const POSITION = { tolerance: 1e-10, mostDegree: 48 };

function fitOf({ upper: half, position, drift, slopes }: Lamperti): LampertiFit {
  const positionInPowers = polynomialFit(position, half, POSITION.tolerance, POSITION.mostDegree);
  if (positionInPowers === null) {
    throw new TheoryError('∫ dx/σ cannot be inverted by a polynomial: the diffusion has a kink, or changes too much');
  }
  return {
    half,
    position: positionInPowers,
    drift: polynomialFit(drift, half, DRIFT.tolerance, DRIFT.mostDegree),
    slopes,
  };
}

const START_PIECES = 2 ** 12; // of a segment of a start law that is straight in x: off by less than 1e-7 of it in y

/** A quantile table in y: long tables point by point, a few segments cut into pieces, since ψ is no straight line. */
function startIn({ coordinate }: Lamperti, quantiles: readonly number[]): readonly number[] {
  const segments = quantiles.length - 1;
  if (segments === 0) return [coordinate(quantiles[0]!)];
  const pieces = Math.ceil(START_PIECES / segments);
  return Array.from({ length: segments * pieces + 1 }, (_, k) => {
    const i = Math.min(Math.floor(k / pieces), segments - 1);
    return coordinate(quantiles[i]! + (k / pieces - i) * (quantiles[i + 1]! - quantiles[i]!));
  });
}
