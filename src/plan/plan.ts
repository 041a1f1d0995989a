/** A plan is plain data: all that a backend needs to know, and nothing about any device. */
import type { StepProgram } from '../model/program.js';
import type { BoundaryKind, Rng } from '../spec/study.js';
import type { RarePlan } from './search.js';

/** Paths of one block: the unit of every reduction, chunk and shard (numerics: the result never depends on the cut). */
export const BLOCK = 4096;

/** Above this many steps, first-passage counts share bins of 2^stepShift steps. */
export const MAX_STEP_BINS = 2 ** 20;

export interface PlannedThreshold {
  readonly value: number;
  /** true: hit when x̃ ≥ value; false: hit when x̃ ≤ value. */
  readonly up: boolean;
  /** true: crossings inside a step are tested too, and times are mid-step. */
  readonly bridge: boolean;
  /** true: tested on step ends, against the value moved towards the path by 0.5826 σ√dt. */
  readonly shift: boolean;
  /** The threshold lies at an absorbing end: it is hit exactly when that exit happens. */
  readonly atExit: boolean;
}

export interface Plan {
  /** Key of the generator, low word first. */
  readonly key: readonly [number, number];
  readonly rng: Rng;
  readonly paths: number;
  /**
   * The random numbers of path i are those at address pathOffset + i. Blocks are cut from path 0 of the plan, not of the
   * addresses; none of them may cross a multiple of 2³² addresses (atPathOffset).
   */
  readonly pathOffset: number;
  /** ⌈paths / BLOCK⌉; the last block may be short. */
  readonly blocks: number;
  readonly dt: number;
  /** Steps after which every path has ended: the horizon, or the last save time where nothing else is asked. */
  readonly steps: number;
  /** Ends of the domain in x. */
  readonly domain: readonly [number, number];
  /**
   * The same in the coordinate of the state, and so are `start` and the thresholds' values: x itself, but for
   * Lamperti–Heun y = ψ(x), which `program.heun.position` leads back to x for moments, histograms and whoever reads a position.
   */
  readonly lower: number;
  readonly upper: number;
  readonly boundary: { readonly lower: BoundaryKind; readonly upper: BoundaryKind };
  readonly program: StepProgram;
  /** Quantiles of the start at u = i / (length − 1), linear between; one entry: a fixed start. */
  readonly start: readonly number[];
  readonly thresholds: readonly PlannedThreshold[];
  /** Both absorbing ends use the bridge when any monitor does, or when none is set. */
  readonly exitBridge: boolean;
  /** Strictly increasing steps (0 … steps) after which moments and histograms are taken. */
  readonly saveSteps: readonly number[];
  /** Bins of the histogram that a backend fills, over `domain`; a multiple of the bins that are shown. */
  readonly bins: number;
  /** Step k ≥ 1 is counted in bin 1 + ((k − 1) >> stepShift), step 0 in bin 0. */
  readonly stepShift: number;
  readonly stepBins: number;
  /** How unlikely hits of the one threshold are looked for; null: every path as it comes. */
  readonly rare: RarePlan | null;
  /** Rounding may differ from one machine to the next, for speed; absent where it may not. */
  readonly fast?: boolean;
  /** Whether sums over cohorts of paths are wanted (backend/cohorts.ts); a backend that cannot keep them leaves them out. */
  readonly cohorts?: boolean;
}

export const absorbsLower = (plan: Plan): boolean => plan.boundary.lower === 'absorb';
export const absorbsUpper = (plan: Plan): boolean => plan.boundary.upper === 'absorb';
export const absorbs = (plan: Plan): boolean => absorbsLower(plan) || absorbsUpper(plan);

/** The unit of positions in sums: half-widths of the domain from its middle. */
export const unitOfX = ({ domain: [lower, upper] }: Plan): { centre: number; halfWidth: number } => ({
  centre: (lower + upper) / 2,
  halfWidth: (upper - lower) / 2,
});

/** The bin of `Plan.stepBins` in which an event of step k is counted, 0 ≤ k < 2³². */
export const stepBin = (plan: Plan, step: number): number => (step === 0 ? 0 : 1 + ((step - 1) >>> plan.stepShift));

/**
 * The plan with other random numbers: those of the paths from `offset` on of the same seed.
 * @throws RangeError where a block would cross a multiple of 2³²; offsets of whole blocks never do.
 */
export function atPathOffset(plan: Plan, offset: number): Plan {
  if (!Number.isSafeInteger(offset) || offset < 0) throw new RangeError(`expected a whole number ≥ 0, got ${offset}`);
  const crosses = (offset % 2 ** 32) + plan.paths > 2 ** 32;
  if (crosses && offset % BLOCK !== 0)
    throw new RangeError(`expected an offset of whole blocks of ${BLOCK}, got ${offset}`);
  return { ...plan, pathOffset: offset };
}

/** Paths in the blocks [first, first + blocks). */
export const pathsInBlocks = (plan: Plan, first: number, blocks: number): number =>
  Math.min(plan.paths, (first + blocks) * BLOCK) - Math.min(plan.paths, first * BLOCK);
