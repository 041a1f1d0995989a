/** The exact laws of a study as points to draw: plain data, which a worker can send. */
import type { Study } from '../spec/study.js';
import { exactLaws, type TimeCurves } from './laws.js';

export interface Curve {
  readonly x: readonly number[];
  readonly y: readonly number[];
}

/** Of a time T: P(T > t) and the density of T, over all paths. */
export interface DrawnTimes {
  readonly times: readonly number[];
  readonly survival: readonly number[];
  readonly density: readonly number[];
}

/** null in place of a curve that is not known, with why in `reasons` by dotted path. */
export interface Curves {
  /** By save time: the density of x over the paths alive. */
  readonly snapshots: readonly (Curve | null)[];
  readonly firstPassage: readonly (DrawnTimes | null)[];
  readonly exits: { readonly lower: DrawnTimes | null; readonly upper: DrawnTimes | null };
  readonly reasons: Readonly<Record<string, string>>;
}

const POINTS = 301; // of a curve, across a plot of some hundred pixels
/** Share of the points of time that lie below `KNEE` of the horizon: most of the passages may come early. */
const EARLY = 2 / 3;
const KNEE = 1 / 4;

export function curvesOf(study: Study): Curves {
  const { positions, passages, exits, reasons } = exactLaws(study);
  const [lower, upper] = study.domain;
  const x = Array.from({ length: POINTS }, (_, i) => lower + ((upper - lower) * i) / (POINTS - 1));
  const times = Array.from({ length: POINTS }, (_, i) => study.horizon * bent(i / (POINTS - 1)));
  const drawn = (law: TimeCurves | null): DrawnTimes | null =>
    law && {
      times,
      survival: times.map((time) => Math.min(1, Math.max(0, 1 - law.probability(time).value))),
      density: times.map((time) => (time === 0 ? 0 : law.density(time))),
    };
  return {
    snapshots: positions.map((law) => law && { x, y: x.map((at) => law.density(at)) }),
    firstPassage: passages.map(drawn),
    exits: { lower: drawn(exits.lower), upper: drawn(exits.upper) },
    reasons,
  };
}

/** From [0, 1] onto [0, 1], slow at first. */
const bent = (u: number): number => (u < EARLY ? (u / EARLY) * KNEE : KNEE + ((u - EARLY) / (1 - EARLY)) * (1 - KNEE));
