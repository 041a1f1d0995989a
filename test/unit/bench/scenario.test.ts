/** The scenarios compute what their titles say: their estimates agree with values known otherwise. */

import { expect, test } from 'vitest';
import { createReferenceBackend } from '#dist/backend/reference/index.js';
import { contestantOf } from '#dist/bench/ours.js';
import { scenarios } from '#dist/bench/scenario.js';

const STANDARD_ERRORS = 5; // one false alarm in 1.7 million

/** E x at t = 2 by 2²⁰ paths of the C++ peer, whose error is a sixteenth of the reference's; MFPT of set B of the theory. */
const KNOWN = {
  fixed: { value: 0.2608966, tolerance: 5 * 1.15e-4 },
  // Euler–Maruyama with the bridge at dt = .1 is 1.804 % low, of first order: 0.18 % at .01.
  'first-passage': { value: 11.4095879360421, tolerance: 11.41 * 0.0018 },
};

test.each(scenarios)('$id', async (scenario) => {
  const backend = await createReferenceBackend();
  const contestant = contestantOf(scenario, { backend, pace: 'reference', environment: 'node' });
  const { estimate, pathSteps } = await contestant.run();
  const known = KNOWN[scenario.id as keyof typeof KNOWN];
  const difference = Math.abs(estimate.value - known.value);
  expect(difference).toBeLessThan(STANDARD_ERRORS * estimate.standardError + known.tolerance);
  const { dt } = scenario.study;
  const meanSteps = scenario.id === 'fixed' ? 200 : estimate.value / dt + 0.5; // mid-step times are half a step early
  expect(pathSteps / scenario.paths.reference).toBeCloseTo(meanSteps, 6); // rounding of sums only
});
