/** Typed views of a kernel's memory. Indices are lanes. */
import type { Plan } from '../../plan/plan.js';
import { hitArray, LANES, type Layout, WEIGHT } from './layout.js';

/** Of each path that has ended, one after the other. */
export interface EndedPaths {
  /** Low word of its address. */
  readonly path: Uint32Array;
  readonly fate: Uint32Array;
  readonly endStep: Uint32Array;
  readonly endX: Float32Array;
  /** ln of the likelihood ratio; nothing where the noise is not tilted. */
  readonly endWeight: Float32Array;
  /** By threshold: step of the hit, or NEVER. */
  readonly hits: readonly Uint32Array[];
}

export class LaneViews {
  /** The whole memory. */
  readonly words: Uint32Array;
  readonly x: Float32Array;
  /** −1 or 0. */
  readonly alive: Int32Array;
  /** Low word of the path's address. */
  readonly path: Uint32Array;
  /** By threshold: step of the hit, or NEVER. */
  readonly hits: readonly Uint32Array[];
  /** ln of the likelihood ratio, where the noise is tilted. */
  readonly weight: Float32Array | null;
  /** Of paths that ended, until their lanes are compacted away: then in `gone`. */
  readonly fate: Uint32Array;
  readonly endStep: Uint32Array;
  readonly endX: Float32Array;
  readonly endWeight: Float32Array;
  readonly gone: EndedPaths;
  readonly uniforms: readonly Float32Array[];

  constructor(
    readonly memory: WebAssembly.Memory,
    private readonly layout: Layout,
    plan: Plan,
  ) {
    const { carried, ended, gone, uniforms } = layout;
    this.words = new Uint32Array(memory.buffer);
    this.x = this.floats(carried['x']!);
    this.alive = new Int32Array(memory.buffer, carried['alive']!, LANES);
    this.path = this.integers(carried['path']!);
    this.hits = plan.thresholds.map((_, j) => this.integers(carried[hitArray(j)]!));
    this.weight = layout.tilt && this.floats(carried[WEIGHT]!);
    this.fate = this.integers(ended.fate);
    this.endStep = this.integers(ended.endStep);
    this.endX = this.floats(ended.endX);
    this.endWeight = this.floats(ended.endWeight);
    this.gone = {
      path: this.integers(gone['path']!),
      fate: this.integers(gone['fate']!),
      endStep: this.integers(gone['endStep']!),
      endX: this.floats(gone['endX']!),
      endWeight: this.floats(gone['endWeight']!),
      hits: plan.thresholds.map((_, j) => this.integers(gone[hitArray(j)]!)),
    };
    this.uniforms = uniforms.map((address) => this.floats(address));
  }

  /** A carried array of f32 by its name. */
  carried(name: string): Float32Array {
    return this.floats(this.layout.carried[name]!);
  }

  private floats(address: number): Float32Array {
    return new Float32Array(this.memory.buffer, address, LANES);
  }

  private integers(address: number): Uint32Array {
    return new Uint32Array(this.memory.buffer, address, LANES);
  }
}
