/** What quadrature, and what the paths, have to say to a verdict. */
import type { Critical, CriticalPoint, Exponent, Limit } from '../result/critical.js';
import type { Candidate } from './critical-candidate.js';
import { growthOnSide } from './critical-exponents.js';
import type { Approach } from './critical-near.js';
import type { NamedDescent } from './critical-noise.js';
import type { Evidence } from './critical-verdict.js';

/** What quadrature says of the path as a whole. */
export interface Surroundings {
  readonly candidate: Candidate | null;
  readonly approaches: readonly Approach[];
  readonly changes: Critical['modeChanges'];
  /** Empty where a time diverges at the study's own noise: there is no need to take it away. */
  readonly descents: readonly NamedDescent[];
}

export function exactEvidence({ candidate, approaches, changes }: Surroundings, limits: readonly Limit[]): Evidence {
  return {
    candidate: candidate?.value ?? null,
    sides: approaches.map(({ growth }) => growth),
    modeChange: nearest(
      changes.map(({ at }) => at),
      candidate?.value,
    ),
    limits: noiseAlone(limits).map(({ name, exact, goesTo }) => ({ name, growth: exact, goesTo })),
  };
}

export function sampledEvidence(
  { candidate, approaches }: Surroundings,
  limits: readonly Limit[],
  exponents: Critical['exponents'],
  points: readonly CriticalPoint[],
): Evidence {
  const counts = points.flatMap(({ control, modes }) =>
    modes.value === null ? [] : [{ control, modes: modes.value }],
  );
  const changes = counts.flatMap(({ control, modes }, i) => {
    const before = counts[i - 1];
    return before === undefined || before.modes === modes ? [] : [(before.control + control) / 2];
  });
  return {
    candidate: candidate?.value ?? null,
    sides: approaches.map(({ side }) => {
      const exponent = exponents[`autocorrelationTime.${side}`];
      return exponent === undefined || exponent.source === 'exact' ? 'undecided' : growthOnSide(exponent);
    }),
    modeChange: nearest(changes, candidate?.value),
    limits: noiseAlone(limits).map(({ name, monteCarlo, goesTo }) => ({ name, growth: monteCarlo, goesTo })),
  };
}

/** Limits that leave the other parameters as they are; a limit in which the model loses a part is told, not judged. */
export const noiseAlone = (limits: readonly Limit[]): Limit[] =>
  limits.filter(
    ({ levels }) => levels.some(({ noise }) => noise < 1) && levels.every(({ vanishing }) => vanishing === 1),
  );

function nearest(places: readonly number[], to: number | undefined): number | null {
  if (places.length === 0) return null;
  return to === undefined ? places[0]! : places.reduce((a, b) => (Math.abs(b - to) < Math.abs(a - to) ? b : a));
}

/** By name: `mean.above`, and with less noise than the study's `autocorrelationTime.above@noise→0`. */
export const keyed = (exponents: readonly Exponent[]): Record<string, Exponent> =>
  Object.fromEntries(
    exponents.map((exponent) => [
      `${exponent.quantity}.${exponent.side}${exponent.noise === 1 ? '' : '@noise→0'}`,
      exponent,
    ]),
  );
