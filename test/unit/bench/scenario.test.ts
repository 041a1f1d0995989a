/** The scenarios compute what their titles say: their estimates agree with values known otherwise. */

import { expect, test } from 'vitest';
import { createReferenceBackend } from '#dist/backend/reference/index.js';
import { contestantOf } from '#dist/bench/ours.js';
import { mainScenarios, scenarios, withFewerPaths } from '#dist/bench/scenario.js';

const STANDARD_ERRORS = 5; // one false alarm in 1.7 million

const FIXED = { value: 0.2608966, tolerance: 5 * 1.15e-4, steps: 200 };

/**
 * E x at t = 2 by 2²⁰ paths of the C++ peer, whose error is a sixteenth of the reference's. Mean first-passage times by quadrature,
 * with the bias of the scheme's own kernel (`theory --dt 0.01`) as the tolerance.
 */
const KNOWN: Readonly<Record<string, { value: number; tolerance: number; steps?: number }>> = {
  fixed: FIXED,
  histogram: FIXED,
  'first-passage': { value: 11.409588, tolerance: 11.41 * 0.0018 },
  lamperti: { value: 11.409588, tolerance: 11.41 * 1e-5 },
  'first-passage-early': { value: 0.855021, tolerance: 0.855 * 0.0015 },
  'first-passage-wide': { value: 21.087103, tolerance: 21.09 * 0.0071 },
  random: { value: 10, tolerance: 0, steps: 200 },
  // With little noise the drift alone: x' = αx(1 − x) − βx² + γ from .1 to time 2; over 64 values of β by Runge–Kutta.
  'first-passage-none': { value: 0.2583, tolerance: 0.01, steps: 200 },
  sweep: { value: 0.2583, tolerance: 0.02, steps: 200 },
};

test.each(scenarios)('$id', async (scenario) => {
  const backend = await createReferenceBackend();
  const own = { backend, pace: 'reference', environment: 'node', version: 'Node' } as const;
  const contestant = contestantOf(scenario, own);
  const { estimate, pathSteps } = await contestant.run();
  const { value, standardError } = estimate!;
  const known = KNOWN[scenario.id]!;
  expect(Math.abs(value - known.value)).toBeLessThan(STANDARD_ERRORS * standardError + known.tolerance);
  const { dt } = scenario.study;
  const meanSteps = known.steps ?? value / dt + 0.5; // mid-step times are half a step early
  expect(pathSteps / contestant.paths).toBeCloseTo(meanSteps, 6); // rounding of sums only
});

test('each is measured against one that is there, and the main ones are', () => {
  const ids = scenarios.map(({ id }) => id);
  expect(ids).toEqual(Object.keys(KNOWN).sort((a, b) => ids.indexOf(a) - ids.indexOf(b)));
  for (const { against } of scenarios) expect([null, ...ids]).toContain(against);
  expect(mainScenarios.map(({ id }) => id)).toEqual(['fixed', 'first-passage']);
});

test('fewer paths, and the title says so', () => {
  const [fixed] = mainScenarios as [(typeof mainScenarios)[0]];
  const fewer = withFewerPaths(fixed, 8);
  expect(fewer.paths).toEqual({ full: 2 ** 17, 'software-gpu': 2 ** 14, reference: 2 ** 9 });
  expect(fewer.title).toContain('1/8 of the paths');
  const least = Object.values(withFewerPaths(fixed, 2 ** 30).paths);
  expect(Math.min(...least)).toBe(128); // answers are compared by standard errors
  expect(withFewerPaths(fixed, 1)).toBe(fixed);
});
