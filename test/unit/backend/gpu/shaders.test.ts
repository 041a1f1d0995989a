import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compose } from '#dist/backend/gpu/compose.js';
import type { Device } from '#dist/backend/gpu/device.js';
import { Compiler, compilePlan, planShaders } from '#dist/backend/gpu/pipelines.js';
import { wordsShader } from '#dist/backend/gpu/words.js';
import { planGpu } from '#dist/plan/gpu.js';
import type { Plan } from '#dist/plan/plan.js';
import { RNGS } from '#dist/spec/study.js';
import { lampertiPlans } from '../lamperti-plans.js';
import { plans } from '../wasm/plans.js';
import { openNullDevice } from './dawn.js';

let device: Device;
beforeAll(async () => {
  device = await openNullDevice();
});
afterAll(() => device.close());

const DIALECT = { halves: 'shifts', ownMax: false } as const;
const cut = (plan: Plan) => planGpu(plan, device.limits, { software: true });

describe('every entry point compiles', () => {
  it.each(Object.entries({ ...plans, ...lampertiPlans }))('%s', async (_, plan) => {
    const dialects = [
      { normals: 'polynomial', ownMax: false },
      { normals: 'built-in', ownMax: true },
    ] as const;
    for (const { normals, ownMax } of dialects) {
      const compiler = new Compiler(device, { ownMax });
      const kernels = await device.guard('shaders', () => compilePlan(compiler, plan, cut(plan), normals));
      expect(kernels.rush).not.toBeNull();
    }
  });

  it('words', async () => {
    for (const rng of RNGS) {
      const shader = wordsShader(rng, 'polynomial', 'shifts');
      const entries = ['draw_words', 'draw_noise_words', 'map_to_normals'];
      const kernels = await device.guard('words', () =>
        new Compiler(device).compile(shader, ['uniform', 'read', 'write'], entries),
      );
      expect(kernels).toHaveLength(entries.length);
    }
  });
});

it("keeps a model's numbers out of its source", () => {
  for (const plan of [plans.fixedHorizon, lampertiPlans.lampertiFixedHorizon]) {
    const { program } = plan;
    const other = { ...plan, program: { ...program, constants: program.constants.map((c) => c * 1.5) } };
    const code = (plan: Plan) => planShaders(plan, cut(plan), 'polynomial', DIALECT).simulate.code;
    expect(code(other)).toBe(code(plan));
  }
});

it('brings in the functions only where a model uses one', () => {
  const code = (plan: Plan) => planShaders(plan, cut(plan), 'polynomial', DIALECT).simulate.code;
  expect(code(plans.fixedHorizon)).not.toContain('fn logarithm');
  expect(code(plans.failing)).toContain('fn logarithm');
});

describe('compose', () => {
  it('includes each file once and knows where a line is from', () => {
    const { code, origins } = compose('outer', 'const A = 1;', {
      outer: '// #include "inner"\n// #include "again"\nlast',
      inner: 'first',
      again: '// #include "inner"\nsecond',
    });
    expect(code.split('\n')).toEqual(['const A = 1;', 'first', 'second', 'last']);
    expect(origins).toEqual(['header:1', 'inner:1', 'again:2', 'outer:3']);
  });

  it('names a file that does not exist, and who wants it', () => {
    expect(() => compose('outer', '', { outer: '// #include "none.wgsl"' })).toThrow(
      'outer includes none.wgsl, which does not exist',
    );
  });
});
