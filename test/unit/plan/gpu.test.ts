import { describe, expect, it } from 'vitest';
import { StudyError } from '#dist/errors.js';
import { type GpuLimits, planGpu, planGpuMany } from '#dist/plan/gpu.js';
import { BLOCK, type Plan } from '#dist/plan/plan.js';
import { planOf, plans } from '../backend/wasm/plans.js';

const lavapipe: GpuLimits = {
  maxStorageBufferBindingSize: 2 ** 27,
  maxBufferSize: 2 ** 32 - 1,
  maxComputeInvocationsPerWorkgroup: 1024,
  maxComputeWorkgroupSizeX: 1024,
  maxComputeWorkgroupsPerDimension: 65535,
};
const least: GpuLimits = { ...lavapipe, maxBufferSize: 2 ** 28, maxComputeInvocationsPerWorkgroup: 128 };
const huge = (plan: Plan): Plan => ({ ...plan, paths: 2 ** 40, blocks: 2 ** 28 });

describe('planGpu', () => {
  it.each(Object.entries(plans))('respects the limits: %s', (_, plan) => {
    for (const limits of [lavapipe, least]) {
      for (const software of [true, false]) {
        const gpuPlan = planGpu(huge(plan), limits, { software });
        const { bytes, slots, workgroupSize } = gpuPlan;
        for (const size of [bytes.state, bytes.alive, bytes.counts, bytes.quads, bytes.moments, bytes.histogram]) {
          expect(size).toBeLessThanOrEqual(limits.maxStorageBufferBindingSize);
        }
        expect(slots / workgroupSize).toBeLessThanOrEqual(limits.maxComputeWorkgroupsPerDimension);
        expect(workgroupSize).toBeLessThanOrEqual(limits.maxComputeInvocationsPerWorkgroup);
        expect(slots % BLOCK).toBe(0);
      }
    }
  });

  it('needs no more memory for more paths', () => {
    const { fixedHorizon } = plans;
    const small = planGpu({ ...fixedHorizon, paths: 2 ** 24, blocks: 2 ** 12 }, lavapipe, { software: false });
    expect(planGpu(huge(fixedHorizon), lavapipe, { software: false })).toEqual(small);
    expect(small.bytes.state + small.bytes.alive).toBeLessThanOrEqual(2 ** 29);
  });

  it('fits a batch into the memory it is given, one block at least', () => {
    const { fixedHorizon } = plans;
    expect(planGpu(huge(fixedHorizon), lavapipe, { software: false, memory: 2 ** 20 }).batchBlocks).toBe(7); // of 4,096 paths, 8 fields of 4 bytes, and their moments
    expect(planGpu(huge(fixedHorizon), lavapipe, { software: false, memory: 1 }).batchBlocks).toBe(1);
  });

  it('makes a small study one small batch', () => {
    expect(planGpu(planOf({ paths: 10 }), lavapipe, { software: false }).slots).toBe(BLOCK);
  });

  it('says which field asks for too many steps, and what to do', () => {
    const plan: Plan = { ...plans.firstPassage, steps: 2 ** 26 };
    expect(() => planGpu(plan, lavapipe, { software: false })).toThrow(StudyError);
    expect(() => planGpu(plan, lavapipe, { software: false })).toThrow(
      /^horizon: 67108864 steps need \d+ B in one buffer, this GPU allows 134217728: take a larger dt or a shorter horizon, or set backend to wasm/,
    );
  });

  it('has no table of blocks of steps where lanes take path after path, and compute what it would tell', () => {
    const { firstPassage } = plans;
    expect(planGpu(firstPassage, lavapipe, { software: true }).bytes.quads).toBe(4 * firstPassage.steps);
    expect(planGpu(firstPassage, lavapipe, { software: true, strolls: true }).bytes.quads).toBe(16);
  });

  it('says which field asks for too many histograms', () => {
    const plan: Plan = { ...plans.fixedHorizon, steps: 10000, saveSteps: Array.from({ length: 9000 }, (_, i) => i) };
    expect(() => planGpu(plan, lavapipe, { software: false })).toThrow(/^saveAt: 9000 histograms of 4100 bins/);
  });

  it('leaves room for all results in the buffer through which they are read back', () => {
    const saveSteps = Array.from({ length: 8000 }, (_, i) => 100 * i);
    const plan: Plan = { ...huge(plans.firstPassage), steps: 1e6, saveSteps, bins: 4000 };
    const limits = { ...lavapipe, maxBufferSize: 3 * 2 ** 26 };
    const { bytes } = planGpu(plan, limits, { software: false });
    expect(bytes.counts + bytes.moments + bytes.histogram).toBeLessThanOrEqual(limits.maxBufferSize);
    expect(bytes.moments).toBeGreaterThan(0);
    const more = () => planGpu({ ...plan, steps: 1e7 }, limits, { software: false });
    expect(more).toThrow(
      /^saveAt: 8000 histograms of 4000 bins need 128000000 B in one buffer, this GPU allows 121\d{6}: save at/,
    );
  });

  it('lists survivors anew only where paths may end early', () => {
    const compacts = Object.fromEntries(
      Object.entries(plans).map(([name, plan]) => [name, planGpu(plan, lavapipe, { software: true }).compacts]),
    );
    expect(compacts).toMatchObject({
      fixedHorizon: false,
      firstPassage: true,
      passageAndSaves: false,
      manyThresholds: true,
      oneAbsorbingEnd: true,
    });
  });
});

describe('planGpuMany', () => {
  const many = (plan: Plan, count: number, paths: number): Plan[] =>
    Array.from({ length: count }, () => ({ ...plan, paths, blocks: Math.ceil(paths / BLOCK) }));

  it.each(Object.entries(plans))('respects the limits: %s', (_, plan) => {
    for (const limits of [lavapipe, least]) {
      for (const software of [true, false]) {
        const gpuPlan = planGpuMany(many(plan, 10_000, 1000), limits, { software });
        const { quads, ...ofPoints } = gpuPlan.bytes;
        for (const size of [quads, ...Object.values(ofPoints)]) {
          expect(size).toBeLessThanOrEqual(limits.maxStorageBufferBindingSize);
        }
        expect(gpuPlan.points).toBeGreaterThan(1);
        expect(gpuPlan.slots).toBe(gpuPlan.points * gpuPlan.stride);
        expect(gpuPlan.stride).toBeGreaterThanOrEqual(1000);
        expect(gpuPlan.slots / gpuPlan.workgroupSize).toBeLessThanOrEqual(limits.maxComputeWorkgroupsPerDimension);
        expect(gpuPlan.points * gpuPlan.batchBlocks).toBeLessThanOrEqual(limits.maxComputeWorkgroupsPerDimension);
      }
    }
  });

  it('takes 10,000 points of 1,000 paths in a few batches', () => {
    const { points } = planGpuMany(many(plans.firstPassage, 10_000, 1000), lavapipe, { software: false });
    expect(Math.ceil(10_000 / points)).toBeLessThanOrEqual(4);
    expect(planGpuMany(many(plans.firstPassage, 33, 1000), lavapipe, { software: true }).points).toBe(17); // of 32: 17 and 16
  });

  it('counts what is read back and the longest start among the memory', () => {
    const paths = many(plans.fixedHorizon, 100, 64);
    const stationary = [...paths.slice(1), { ...paths[0]!, start: Array.from({ length: 2 ** 14 }, (_, i) => i) }];
    const memory = 2 ** 21;
    const of = (each: Plan[]) => planGpuMany(each, lavapipe, { software: false, memory });
    for (const each of [paths, stationary]) {
      const { bytes } = of(each);
      const held =
        Object.values(bytes).reduce((sum, size) => sum + size, 0) + bytes.counts + bytes.moments + bytes.histogram;
      expect(held).toBeLessThanOrEqual(memory);
    }
    expect(of(stationary).points).toBeLessThan(of(paths).points);
  });

  it('cuts each by itself where two are too many, or alone', () => {
    const big = many(plans.fixedHorizon, 3, 2 ** 30);
    expect(planGpuMany(big, lavapipe, { software: false })).toEqual(planGpu(big[0]!, lavapipe, { software: false }));
    expect(planGpuMany(many(plans.fixedHorizon, 1, 9), lavapipe, { software: true }).points).toBe(1);
  });
});
