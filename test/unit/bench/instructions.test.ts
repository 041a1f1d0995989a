// Instructions per step of the kernels that we generate, against a committed budget: a guard of speed that no busy machine upsets.
import { describe, expect, it } from 'vitest';
import { shapeOf } from '#dist/backend/wasm/shape.js';
import { parseStudy } from '#dist/study/check.js';
import { planStudy } from '#dist/study/plan.js';
import { dumpSpirv } from '../../../bench/instructions/dump-spirv.mjs';
import { BUDGET, NORMALS, SCENARIOS, STEPS } from '../../../bench/instructions/scenarios.mjs';
import { operationsPerStep } from '../../../bench/instructions/spirv.mjs';
import { instructionsPerStep } from '../../../bench/instructions/wasm.mjs';

const SLACK = 0.03; // a budget this far above the count no longer guards it

function within(budget: number, counts: Readonly<Record<string, number>>, what: string): void {
  const { total = Number.NaN } = counts;
  const told = `${what}: ${total.toFixed(2)} a step, budget ${budget}: ${JSON.stringify(counts)}`;
  expect(
    total,
    `${told}\nspeed is lost here, or is worth the price: then measure it and raise the budget`,
  ).toBeLessThanOrEqual(budget);
  expect(total, `${told}\nthe kernel has become cheaper: lower the budget`).toBeGreaterThan(budget * (1 - SLACK));
}

describe('instructions per step', () => {
  describe.each(Object.entries(BUDGET.wasm))('of the WASM kernel, %s', (name, budgets) => {
    it.each(budgets.map((budget, byIntegers) => [byIntegers, budget] as const))('%d by integers', async (n, budget) => {
      const shape = shapeOf(planStudy(parseStudy(SCENARIOS[name])), { vectors: 4, byIntegers: n as 0 | 1 | 2 });
      within(budget, await instructionsPerStep(shape), `${name}, ${n} by integers`);
    });
  });

  describe.each(Object.entries(BUDGET.spirv))('of the WGSL kernel of calm steps, %s', (name, budgets) => {
    it.each(NORMALS)('%s normals', (normals) => {
      const spirv = dumpSpirv({ study: SCENARIOS[name]!, normals, entry: 'rush' });
      within(budgets[normals], operationsPerStep(spirv, { steps: STEPS }), `${name}, ${normals} normals`);
    });
  });

  it('has a budget for every scenario', () => {
    expect(Object.keys(BUDGET.wasm)).toEqual(Object.keys(SCENARIOS));
    expect(Object.keys(BUDGET.spirv)).toEqual(Object.keys(SCENARIOS));
  });
});
