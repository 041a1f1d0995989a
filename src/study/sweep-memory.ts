/** What the calls of sweep() for one study hand to each other, so that a sweep goes on where it was stopped. */
import type { SweepPoint } from '../result/sweep.js';
import type { KnownOutputs } from './point-theory.js';
import type { Simulated } from './sweep-points.js';

export class SweepMemory {
  /**
   * By number of the point: what was seen of it, or why it cannot be simulated. Some tens of kilobytes each; where points are
   * compared group by group, of the group at hand and of the neighbours of its points alone.
   */
  readonly simulated = new Map<number, Simulated>();
  /** By number of the point: exact values of points that are not whole yet. */
  readonly exact = new Map<number, KnownOutputs>();
  /** By number of the point: biases that were computed. */
  readonly biases = new Map<number, KnownOutputs>();
  /** The first points, compared with theory. */
  readonly points: SweepPoint[] = [];
  pathSteps = 0;
  /** Of the simulation, and of theory on all threads together. */
  seconds = { simulation: 0, theory: 0 };
}
