/** What the calls of sweep() for one study hand to each other, so that a sweep goes on where it was stopped. */
import type { SweepPoint } from '../result/sweep.js';
import type { BiasGrid } from './bias-grid.js';
import type { Simulated } from './sweep-points.js';

export class SweepMemory {
  /** By number of the point: what was seen of it, or why it cannot be simulated. Some tens of kilobytes each. */
  readonly simulated = new Map<number, Simulated>();
  biases: BiasGrid | null = null;
  /** The first points, compared with theory. */
  readonly points: SweepPoint[] = [];
  pathSteps = 0;
  /** Of the simulation, and of theory on all threads together. */
  seconds = { simulation: 0, theory: 0 };
}
