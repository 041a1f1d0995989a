/** The exact laws of a study as functions to draw: positions at the save times, first passages, exits. In continuous time. */
import { type Study, thresholdsOf } from '../spec/study.js';
import {
  earliest,
  type FokkerPlanckSetup,
  isSeen,
  type Process,
  type Quantity,
  solveFokkerPlanck,
  stationaryLaw,
} from '../theory/index.js';
import { startOf } from './plan.js';
import { processOf } from './process.js';

export interface ExactLaws {
  /** By save time; null where there is none (time 0, or practically no path alive) or none is known. */
  readonly positions: readonly (PositionLaw | null)[];
  /** By threshold. */
  readonly passages: readonly (TimeCurves | null)[];
  readonly exits: { readonly lower: TimeCurves | null; readonly upper: TimeCurves | null };
  /** ln p(x) of the law between ends that keep the paths; null where there is none. */
  readonly logDensity: ((x: number) => number) | null;
  /** Why one is null, by dotted path. */
  readonly reasons: Readonly<Record<string, string>>;
}

export interface PositionLaw {
  /** Of the paths alive, integral 1. */
  density(x: number): number;
}

/** Times in [0, horizon]. */
export interface TimeCurves {
  /** P(T ≤ t) over all paths. */
  probability(time: number): Quantity;
  /** Its slope. */
  density(time: number): number;
}

/** What cannot be had is null with its reason; nothing is thrown for it. */
export function exactLaws(study: Study): ExactLaws {
  const reasons: Record<string, string> = {};
  const attempt = <T>(path: string, solve: () => T): T | null => {
    try {
      return solve();
    } catch (error) {
      reasons[path] = (error as Error).message;
      return null;
    }
  };
  const none = { lower: null, upper: null };
  const process = processOf(study);
  const kept = attempt('logDensity', () => stationaryLaw(process));
  const logDensity = kept === null ? null : (x: number) => kept.logDensity(x);
  const start = attempt('', () => startOf(study));
  if (start === null) {
    const passages = thresholdsOf(study).map(() => null);
    return { positions: study.saveAt.map(() => null), passages, exits: none, logDensity, reasons };
  }
  return {
    positions: attempt('snapshots', () => positionLaws(study, process, start)) ?? study.saveAt.map(() => null),
    passages: thresholdsOf(study).map((threshold, j) => {
      const path = 'threshold' in study.firstPassage! ? 'firstPassage' : `firstPassage[${j}]`;
      return attempt(path, () => passageLaw(study, process, start, threshold.threshold, threshold.direction === 'up'));
    }),
    exits:
      study.boundary.lower === 'absorb' || study.boundary.upper === 'absorb'
        ? (attempt('exits', () => exitLaws(study, process, start)) ?? none)
        : none,
    logDensity,
    reasons,
  };
}

function positionLaws({ saveAt, boundary, dt }: Study, process: Process, start: readonly number[]) {
  const times = saveAt.filter((time) => time > 0);
  if (times.length === 0) return saveAt.map(() => null);
  const { laws } = solveFokkerPlanck(process, { boundary, start, times, layer: dt });
  return saveAt.map((time): PositionLaw | null => {
    const law = laws[times.indexOf(time)];
    return law === undefined || !isSeen(law.alive)
      ? null
      : { density: (x) => Math.max(0, law.density(x).value / law.alive.value) }; // extrapolated: may be −1e-9
  });
}

/** The threshold is an absorbing end of a shorter domain; at or beyond an absorbing end it is that end. */
function passageLaw(
  { boundary, horizon, dt, domain }: Study,
  process: Process,
  start: readonly number[],
  threshold: number,
  up: boolean,
): TimeCurves {
  const at = Math.min(domain[1], Math.max(domain[0], threshold));
  const inside: Process = up ? { ...process, upper: at } : { ...process, lower: at };
  const ends = { lower: up ? boundary.lower : 'absorb', upper: up ? 'absorb' : boundary.upper } as const;
  if (up ? start[0]! >= at : start.at(-1)! <= at)
    return { probability: () => ({ value: 1, error: 0 }), density: () => 0 };
  const times = timesOf(inside, start, at, { dt, horizon });
  return curvesOf(solveFokkerPlanck(inside, { boundary: ends, start, times }).exits[up ? 'upper' : 'lower']);
}

function exitLaws({ boundary, horizon, dt }: Study, process: Process, start: readonly number[]): ExactLaws['exits'] {
  const absorbing = (['lower', 'upper'] as const).filter((side) => boundary[side] === 'absorb');
  const first = Math.min(...absorbing.map((side) => timesOf(process, start, process[side], { dt, horizon })[0]!));
  const { exits } = solveFokkerPlanck(process, { boundary, start, times: [first, horizon] });
  const of = (side: 'lower' | 'upper') => (boundary[side] === 'absorb' ? curvesOf(exits[side]) : null);
  return { lower: of('lower'), upper: of('upper') };
}

const timesOf = (
  process: Process,
  start: readonly number[],
  end: number,
  { dt, horizon }: Pick<Study, 'dt' | 'horizon'>,
): FokkerPlanckSetup['times'] => [earliest(process, start, end, dt, horizon), horizon];

const curvesOf = (exit: { probability(time: number): Quantity; density(time: number): Quantity }): TimeCurves => ({
  probability: (time) => exit.probability(time),
  density: (time) => Math.max(0, exit.density(time).value),
});
