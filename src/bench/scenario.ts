/** What the benchmark measures: studies of the severity model at its default parameters (set B of the tests), mostly. */
import type { Tally } from '../backend/backend.js';
import type { Study, Threshold } from '../spec/study.js';
import type { Contestant, Labels } from './contest.js';
import { type BenchEstimate, meanFirstPassageTime, meanPosition } from './estimates.js';

/** How fast a device is thought to be: how many paths it gets, so that a run takes about a second. */
export type Pace = 'full' | 'software-gpu' | 'reference';

export interface Scenario {
  /** For --scenario. */
  readonly id: string;
  /** States paths, steps and dt. */
  readonly title: string;
  readonly study: Omit<Study, 'paths' | 'backend'>;
  /** Parameters of each point of a sweep, all in one launch; absent where the study is one point. */
  readonly points?: readonly Readonly<Record<string, number>>[];
  /** Of each point. */
  readonly paths: Readonly<Record<Pace, number>>;
  /** What other rounding may do to the estimate, relative. */
  readonly rounding: number;
  /** The id of the scenario whose steps are the measure of these. */
  readonly against: string | null;
  /** The quantity that shows that every contestant computed the same. */
  readonly estimate: (tallies: readonly Tally[], dt: number) => BenchEstimate;
}

/** What the row of a contestant says of the scenario. */
export const labelsOf = ({ id, title, against, rounding, study }: Scenario): Labels & Pick<Contestant, 'rounding'> => ({
  id,
  scenario: title,
  against,
  dt: study.dt,
  rounding,
});

/** Of fewer paths nothing normal can be said, and the answers are compared by their standard errors. */
const FEWEST = 128;

/** The same with fewer paths: a quick look. @param times how many times fewer. */
export function withFewerPaths(scenario: Scenario, times: number): Scenario {
  if (times === 1) return scenario;
  const paths = Object.fromEntries(
    Object.entries(scenario.paths).map(([pace, count]) => [
      pace,
      Math.max(Math.min(FEWEST, count), Math.ceil(count / times)),
    ]),
  ) as Scenario['paths'];
  return { ...scenario, title: `${scenario.title}; 1/${times} of the paths`, paths };
}

/** Of the fixed horizon, whose parts the others change. */
export const severity = {
  model: 'severity',
  params: { alpha: 0.6, beta: 0.3, gamma: 0.01, sigma0: 0.05, sigma1: 0.1 },
  domain: [0, 1],
  boundary: { lower: 'reflect', upper: 'reflect' },
  initial: 0.1,
  dt: 0.01,
  horizon: 2,
  saveAt: [2],
  firstPassage: null,
  scheme: 'euler-maruyama',
  method: 'plain',
  rng: 'philox4x32-10',
  histogram: { bins: 100 },
  samplePaths: 0,
  seed: 42,
} as const;

const up = (threshold: number): Threshold => ({ threshold, direction: 'up', monitor: 'bridge', bins: 100 });

const fixed = {
  study: severity,
  paths: { full: 2 ** 20, 'software-gpu': 2 ** 17, reference: 2 ** 12 },
  rounding: 1e-5, // 200 steps of f32 near 0.3, each within 2⁻²⁵ and damped, move one path by some 1e-6
  against: 'fixed',
  estimate: meanPosition,
};

const passage = {
  study: { ...severity, horizon: 200, saveAt: [], firstPassage: up(0.8) },
  paths: { full: 2 ** 17, 'software-gpu': 2 ** 14, reference: 2 ** 10 },
  rounding: 1e-4, // one path in 300 may hit a step (.01 of 11.4) earlier or later: 3e-6; one in 10⁵ may miss
  against: 'fixed',
  estimate: meanFirstPassageTime,
};

const POINTS = 64;
const SAVES = 20;

export const scenarios: readonly Scenario[] = [
  {
    ...fixed,
    id: 'fixed',
    title: 'severity fixed horizon: Euler–Maruyama, 2^20 paths × 200 steps (dt .01), reflect, no threshold',
    against: null,
  },
  {
    ...passage,
    id: 'first-passage',
    title:
      'severity first passage with bridge: Euler–Maruyama, 2^17 paths to x = .8 (≈ 1,140 steps, dt .01, spread 51 %)',
  },
  {
    ...passage,
    id: 'lamperti',
    title: 'severity first passage with bridge: Lamperti–Heun, 2^17 paths to x = .8 (≈ 1,140 steps, dt .01)',
    study: { ...passage.study, scheme: 'lamperti-heun' },
    against: 'first-passage',
  },
  {
    ...fixed,
    id: 'first-passage-none',
    title:
      'severity first passage without a hit: Euler–Maruyama, 2^20 paths × 200 steps (dt .01), bridge at x = .9, weak noise',
    study: {
      ...severity,
      params: { ...severity.params, sigma0: 0.02, sigma1: 0.05 }, // from a mean of .26 the threshold is ten standard deviations away
      firstPassage: up(0.9),
    },
  },
  {
    ...passage,
    id: 'first-passage-early',
    title: 'severity early first passage: Euler–Maruyama, 2^20 paths with bridge to x = .15 (≈ 86 steps, dt .01)',
    study: { ...passage.study, firstPassage: up(0.15) },
    paths: { full: 2 ** 20, 'software-gpu': 2 ** 16, reference: 2 ** 12 },
  },
  {
    ...passage,
    id: 'first-passage-wide',
    title:
      'severity wide first passage: Euler–Maruyama, 2^16 paths with bridge from .5 to x = .9 (≈ 2,100 steps, dt .01, spread 88 %)',
    study: { ...passage.study, horizon: 400, initial: 0.5, firstPassage: up(0.9) },
    paths: { full: 2 ** 16, 'software-gpu': 2 ** 13, reference: 2 ** 9 },
  },
  {
    ...fixed,
    id: 'sweep',
    title: `severity sweep in one launch: ${POINTS} values of β, 2^14 paths × 200 steps (dt .01) each`,
    points: Array.from({ length: POINTS }, (_, i) => ({ beta: (0.6 * (i + 0.5)) / POINTS })),
    paths: { full: 2 ** 14, 'software-gpu': 2 ** 12, reference: 2 ** 6 },
  },
  {
    ...fixed,
    id: 'histogram',
    title: `severity histograms: Euler–Maruyama, 2^20 paths × 200 steps (dt .01), ${SAVES} save times of 100 bins`,
    study: {
      ...severity,
      saveAt: Array.from({ length: SAVES }, (_, i) => (severity.horizon * (i + 1)) / SAVES),
    },
  },
  {
    ...fixed,
    id: 'random',
    title: 'random numbers, and a step that adds them up: Brownian motion, 2^20 paths × 200 steps (dt .01)',
    // From the middle, with both ends seven standard deviations away.
    study: {
      ...severity,
      model: { drift: '0', diffusion: '1' },
      params: {},
      domain: [0, 20],
      initial: 10,
    },
  },
];

/** What is measured where nothing is asked for. */
export const mainScenarios = scenarios.filter(({ id }) => id === 'fixed' || id === 'first-passage');
