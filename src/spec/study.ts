/** The shape of a study with every default filled in. `parseStudy` makes one; inside, nothing is checked again. */

export type BoundaryKind = 'reflect' | 'clamp' | 'absorb';
export type Scheme = 'euler-maruyama' | 'milstein' | 'lamperti-heun';
export const RNGS = ['philox4x32-10', 'philox4x32-7', 'threefry4x32-20'] as const;
export type Rng = (typeof RNGS)[number];
export type Direction = 'up' | 'down';
export type Monitor = 'grid' | 'bridge' | 'shift';
/** plain: every path as it comes; tilted and splitting look for unlikely hits of one threshold. */
export type Method = 'plain' | 'tilted' | 'splitting';
export type BackendName = 'webgpu' | 'wasm' | 'reference';

/** A model of one's own: expressions in x and the parameters. Units: drift x/time, diffusion x/√time (Itô). */
export interface CustomModel {
  readonly drift: string;
  readonly diffusion: string;
}

export interface Threshold {
  readonly threshold: number;
  readonly direction: Direction;
  readonly monitor: Monitor;
  /** Bins of the first-passage histogram over [0, horizon]. */
  readonly bins: number;
}

export type Initial = number | { readonly uniform: readonly [number, number] } | 'stationary';

/** What a tolerance may cost, in one unit or the other. */
export type Budget = { readonly pathSteps: number } | { readonly seconds: number };

/** A field that a tolerance chooses where the study leaves it out. */
export type Chosen = 'scheme' | 'dt' | 'paths';

/** Values of one parameter: `steps` of them from `from` to `to`, or a list; increasing. */
export type GridAxis =
  | { readonly from: number; readonly to: number; readonly steps: number; readonly scale: 'linear' | 'log' }
  | readonly number[];

/** One axis, or two: the first one varies slowest. */
export type Grid = Readonly<Record<string, GridAxis>>;

/** A path in parameter space: `alpha-beta` is the difference of the two with their sum kept, else one parameter. */
export interface Control {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly steps: number;
  /** The candidate for a critical point; absent where it is to be sought. */
  readonly at?: number;
  /** Parameters that go to 0 with the noise in a second limit. */
  readonly vanishing: readonly string[];
}

export interface Study {
  readonly model: string | CustomModel;
  readonly params: Readonly<Record<string, number>>;
  readonly domain: readonly [number, number];
  readonly boundary: { readonly lower: BoundaryKind; readonly upper: BoundaryKind };
  readonly initial: Initial;
  readonly paths: number;
  readonly dt: number;
  readonly horizon: number;
  readonly scheme: Scheme;
  readonly rng: Rng;
  /** Relaxed SIMD on the wasm backend, where the engine has it; absent where not asked for. */
  readonly fast?: boolean;
  readonly saveAt: readonly number[];
  readonly histogram: { readonly bins: number };
  /** One threshold, a list of up to 8, or null where none is watched. The result has the same shape. */
  readonly firstPassage: Threshold | readonly Threshold[] | null;
  readonly method: Method;
  readonly samplePaths: number;
  readonly seed: number | string;
  readonly backend: 'auto' | BackendName;
  /** Relative error asked for; absent where dt and paths say it all. */
  readonly tolerance?: number;
  readonly budget?: Budget;
  /** The points of a sweep; absent where the study is one point. */
  readonly grid?: Grid;
  /** What is told of each point, as dotted names (study/outputs.ts); there is a grid beside it. */
  readonly outputs?: readonly string[];
  /** Points of the grid have random numbers of their own; absent where they share them. */
  readonly independent?: boolean;
  /** What `critical` follows; absent where the study does not say. */
  readonly control?: Control;
  /** Fields that only hold a place until `settle` (study/tolerance.ts) chooses them; absent where nothing is left to choose. */
  readonly open?: readonly Chosen[];
}

/** The thresholds of a study as a list, whatever their shape in the file. */
export function thresholdsOf(study: Study): readonly Threshold[] {
  const { firstPassage } = study;
  if (firstPassage === null) return [];
  return 'threshold' in firstPassage ? [firstPassage] : firstPassage;
}
