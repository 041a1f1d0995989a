/** The shape of a study with every default filled in. `parseStudy` makes one; inside, nothing is checked again. */

export type BoundaryKind = 'reflect' | 'clamp' | 'absorb';
export type Scheme = 'euler-maruyama' | 'milstein' | 'lamperti-heun';
export type Rng = 'philox4x32-10' | 'philox4x32-7';
export type Direction = 'up' | 'down';
export type Monitor = 'grid' | 'bridge' | 'shift';
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
  readonly saveAt: readonly number[];
  readonly histogram: { readonly bins: number };
  /** One threshold, a list of up to 8, or null where none is watched. The result has the same shape. */
  readonly firstPassage: Threshold | readonly Threshold[] | null;
  readonly samplePaths: number;
  readonly seed: number | string;
  readonly backend: 'auto' | BackendName;
}

/** The thresholds of a study as a list, whatever their shape in the file. */
export function thresholdsOf(study: Study): readonly Threshold[] {
  const { firstPassage } = study;
  if (firstPassage === null) return [];
  return 'threshold' in firstPassage ? [firstPassage] : firstPassage;
}
