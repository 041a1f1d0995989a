/** What the benchmark measures: two studies of the severity model at its default parameters (set B of the tests). */
import type { Tally } from '../backend/backend.js';
import type { Study } from '../spec/study.js';
import type { Measured } from './contest.js';

/** How fast a device is thought to be: how many paths it gets, so that a run takes about a second. */
export type Pace = 'full' | 'software-gpu' | 'reference';

export interface Scenario {
  /** For --scenario. */
  readonly id: string;
  /** States paths, steps and dt. */
  readonly title: string;
  readonly study: Omit<Study, 'paths' | 'backend'>;
  readonly paths: Readonly<Record<Pace, number>>;
  /** What other rounding may do to the estimate, relative. */
  readonly rounding: number;
  /** The quantity that shows that every contestant computed the same. */
  readonly estimate: (tallies: readonly Tally[], dt: number) => Measured['estimate'];
}

const severity = {
  model: 'severity',
  params: { alpha: 0.6, beta: 0.3, gamma: 0.01, sigma0: 0.05, sigma1: 0.1 },
  domain: [0, 1],
  boundary: { lower: 'reflect', upper: 'reflect' },
  initial: 0.1,
  dt: 0.01,
  scheme: 'euler-maruyama',
  method: 'plain',
  rng: 'philox4x32-10',
  histogram: { bins: 100 },
  samplePaths: 0,
  seed: 42,
} as const;

export const scenarios: readonly Scenario[] = [
  {
    id: 'fixed',
    title: 'severity fixed horizon: Euler–Maruyama, 2^20 paths × 200 steps (dt .01), reflect, no threshold',
    study: { ...severity, horizon: 2, saveAt: [2], firstPassage: null },
    paths: { full: 2 ** 20, 'software-gpu': 2 ** 17, reference: 2 ** 12 },
    rounding: 1e-5, // 200 steps of f32 near 0.3, each within 2⁻²⁵ and damped, move one path by some 1e-6
    estimate: meanPosition,
  },
  {
    id: 'first-passage',
    title:
      'severity first passage with bridge: Euler–Maruyama, 2^17 paths to x = .8 (≈ 1,140 steps, dt .01, spread 51 %)',
    study: {
      ...severity,
      horizon: 200,
      saveAt: [],
      firstPassage: { threshold: 0.8, direction: 'up', monitor: 'bridge', bins: 100 },
    },
    paths: { full: 2 ** 17, 'software-gpu': 2 ** 14, reference: 2 ** 10 },
    rounding: 1e-4, // one path in 300 may hit a step (.01 of 11.4) earlier or later: 3e-6; one in 10⁵ may miss
    estimate: meanFirstPassageTime,
  },
];

/** The same with fewer paths: a quick look. @param times how many times fewer. */
export function withFewerPaths(scenario: Scenario, times: number): Scenario {
  const paths = Object.fromEntries(
    Object.entries(scenario.paths).map(([pace, count]) => [pace, Math.ceil(count / times)]),
  ) as Scenario['paths'];
  return { ...scenario, title: `${scenario.title}; 1/${times} of the paths`, paths };
}

/** Mean of x at the first save time, from block means: E x = Σ n mean / Σ n. */
function meanPosition(tallies: readonly Tally[]): Measured['estimate'] {
  let n = 0;
  let sum = 0;
  let squares = 0; // Σ x²
  for (const { blocks, snapshots } of tallies) {
    const { moments } = snapshots[0]!;
    for (let block = 0; block < blocks; block++) {
      const [alive, mean, central] = moments.subarray(5 * block, 5 * block + 3) as unknown as [number, number, number];
      n += alive;
      sum += alive * mean;
      squares += central + alive * mean * mean;
    }
  }
  return estimateOf(n, sum, squares);
}

/** Mean over the paths that hit, in the time units of the study; the bridge's times are mid-step: (k − ½) dt. */
function meanFirstPassageTime(tallies: readonly Tally[], dt: number): Measured['estimate'] {
  let n = 0;
  let sum = 0;
  let squares = 0;
  for (const { hits } of tallies) {
    n += hits[0]!.counts.reduce((total, count) => total + count, 0);
    sum += Number(hits[0]!.sum);
    squares += Number(hits[0]!.sumOfSquares);
  }
  const { value, standardError } = estimateOf(n, sum, squares);
  return { value: (value - 0.5) * dt, standardError: standardError * dt };
}

function estimateOf(n: number, sum: number, squares: number): Measured['estimate'] {
  const value = sum / n;
  return { value, standardError: Math.sqrt((squares / n - value * value) / (n - 1)) };
}
