// Plans that share a launch, against each of them by itself on the same device.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Backend, Tally } from '#dist/backend/backend.js';
import { groupAlike } from '#dist/backend/gpu/groups.js';
import { createWebgpuBackend } from '#dist/backend/gpu/index.js';
import type { Tuning } from '#dist/backend/gpu/launch.js';
import { DeviceLostError } from '#dist/errors.js';
import { makePlan } from '#dist/plan/make.js';
import { atPathOffset, BLOCK, type Plan } from '#dist/plan/plan.js';
import type { Study } from '#dist/spec/study.js';
import { down, SETS, studyOf, up } from '../../../helpers/studies.js';
import { openGpu, poisoned, withDevice } from './dawn.js';

let alone: Backend;
beforeAll(async () => {
  alone = await createWebgpuBackend({ gpu: openGpu() });
});
afterAll(() => alone.close());

const points = (count: number, plan: (i: number) => Plan): Plan[] => Array.from({ length: count }, (_, i) => plan(i));

/** Starts in tables of every length. */
const QUANTILES = [[0.3], [0.2, 0.7], [0.2, 0.3, 0.7], [0.1, 0.2, 0.4, 0.5, 0.9]];

interface Case {
  readonly plans: readonly Plan[];
  readonly tuning: Tuning;
  readonly batches: number;
  readonly fails?: boolean;
}

const cases: Readonly<Record<string, Case>> = {
  // Paths below c fail. The last paths that are left go on in lists that hold those of several points.
  'thresholds of every kind, starts of every kind, offsets, failures': {
    plans: points(7, (i) => {
      const study: Partial<Study> = {
        model: { drift: 'a - b*x + 0.02*log(x - c)', diffusion: 's' },
        params: { a: 0.2 + 0.05 * i, b: 0.47, c: 0.013 + 0.021 * i, s: 0.31 - 0.02 * i },
        initial: 'stationary',
        firstPassage: [up(0.75 + 0.01 * i), up(0.9, 'grid'), down(0.25 - 0.02 * i, 'shift')],
        dt: 0.05,
        horizon: 3,
        saveAt: [0.35, 1],
        paths: 1000,
      };
      return atPathOffset(makePlan(studyOf(study), QUANTILES[i % QUANTILES.length]), 777 * i);
    }),
    tuning: { batchBlocks: 1, compactSteps: 8 },
    batches: 2,
    fails: true,
  },
  'Lamperti–Heun between absorbing ends, each point in its own coordinate': {
    plans: points(4, (i) =>
      makePlan(
        studyOf({
          params: { ...SETS.D.params, alpha: 1 + 0.1 * i, sigma1: 0.5 - 0.002 * i },
          domain: [0.05, 0.4],
          initial: { uniform: [0.15, 0.25 + 0.01 * i] },
          boundary: { lower: 'absorb', upper: 'absorb' },
          scheme: 'lamperti-heun',
          firstPassage: [up(0.4), up(0.38), down(0.06)],
          dt: 0.05,
          horizon: 2,
          saveAt: [0.5, 2],
          paths: 65,
        }),
      ),
    ),
    tuning: { compactSteps: 8 },
    batches: 1,
  },
  'nothing watched, overshoots of about a width, several blocks a point': {
    plans: points(3, (i) =>
      makePlan(
        studyOf({
          params: { ...SETS.D.params, alpha: 0.5 + 0.1 * i, sigma0: 0.8 + 0.1 * i },
          scheme: 'milstein',
          rng: 'philox4x32-7',
          dt: 0.5,
          horizon: 11,
          saveAt: [3.5, 11],
          paths: BLOCK + 100,
        }),
      ),
    ),
    tuning: {},
    batches: 1,
  },
};

describe.each(Object.entries(cases))('%s', (_, { plans, tuning, batches, fails = false }) => {
  it('gives the bits of each plan by itself', async () => {
    expect(groupAlike(plans)).toHaveLength(1);
    let launches = 0;
    let ended = 0;
    const counted = withDevice(poisoned(openGpu()), (device) => {
      const createBuffer = device.createBuffer.bind(device);
      device.createBuffer = (descriptor) => {
        if (descriptor.label === 'state') launches++;
        return createBuffer(descriptor);
      };
      const createCommandEncoder = device.createCommandEncoder.bind(device);
      device.createCommandEncoder = (descriptor) => {
        if (descriptor?.label === 'read back') ended++;
        return createCommandEncoder(descriptor);
      };
    });
    const together = await createWebgpuBackend({ gpu: counted, tuning });
    try {
      const tallies: Tally[] = [];
      await together.simulateMany(plans, {
        onTally(index, tally) {
          expect(index).toBe(tallies.length);
          tallies.push(tally);
        },
      });
      expect({ launches, batches: ended }).toEqual({ launches: 1, batches });
      expect(tallies.some(({ nonFinite }) => nonFinite > 0)).toBe(fails);
      for (const [index, plan] of plans.entries()) {
        await alone.simulate(plan, 0, plan.blocks, {
          onTally: (tally) => expect(tallies[index], `plan ${index}`).toEqual(tally),
        });
        if (index > 0) expect(tallies[index]).not.toEqual(tallies[index - 1]);
      }
    } finally {
      await together.close();
    }
  });
});

it('tells the progress of all plans together', async () => {
  const { plans } = cases['nothing watched, overshoots of about a width, several blocks a point']!;
  const told: number[] = [];
  let paths = 0;
  await alone.simulateMany(plans, {
    onTally: (_, tally) => {
      paths += tally.paths;
    },
    onProgress: (progress) => told.push(progress.paths),
  });
  expect(told).toEqual([...told].sort((a, b) => a - b));
  expect(told.at(-1)).toBe(paths);
  expect(told.length).toBeGreaterThan(1);
});

it('says that the device was lost between two batches; what was handed out stays', async () => {
  let raw: GPUDevice | undefined;
  const gpu = withDevice(openGpu(), (device) => {
    raw = device;
  });
  const backend = await createWebgpuBackend({ gpu, tuning: { batchBlocks: 1 } });
  try {
    const plans = points(3, (i) =>
      makePlan(studyOf({ params: { ...SETS.B.params, alpha: 0.4 + 0.1 * i }, paths: 2000 })),
    );
    const handed: number[] = [];
    const onTally = (index: number) => {
      handed.push(index);
      raw!.destroy();
    };
    await expect(backend.simulateMany(plans, { onTally })).rejects.toThrow(DeviceLostError);
    expect(handed).toEqual([0, 1]);
    await expect(backend.simulateMany(plans, { onTally })).rejects.toThrow(DeviceLostError);
  } finally {
    await backend.close();
  }
});

describe('groupAlike', () => {
  const plan = makePlan(studyOf({ firstPassage: up(0.8), paths: 100 }));
  const group = (...others: Plan[]) => groupAlike([plan, ...others]);

  it('takes plans together that differ in numbers alone', () => {
    const other = makePlan(studyOf({ params: SETS.C.params, initial: 0.2, firstPassage: up(0.7), paths: 100 }));
    expect(group(other, atPathOffset(plan, 12345), { ...plan, start: [0.1, 0.2] })).toEqual([[0, 1, 2, 3]]);
  });

  it.each<[string, Partial<Plan>]>([
    ['steps', { steps: plan.steps + 1 }],
    ['save times', { saveSteps: [1] }],
    ['paths', { paths: 101 }],
    ['bins', { bins: 2 * plan.bins }],
    ['key', { key: [9, 9] }],
    ['generator', { rng: 'philox4x32-7' }],
    ['domain', { domain: [0, 2] }],
    ['an end', { boundary: { lower: 'absorb', upper: 'reflect' } }],
    ['a monitor', { thresholds: [{ ...plan.thresholds[0]!, bridge: false }] }],
    ['the high word of the paths', { pathOffset: 2 ** 32 }],
    [
      'the model',
      { program: makePlan(studyOf({ model: 'wright-fisher', params: { s: 0, u: 1, v: 1, N: 9 } })).program },
    ],
    ['the scheme', { program: makePlan(studyOf({ scheme: 'milstein' })).program }],
  ])('keeps plans apart that differ in: %s', (_, change) => {
    expect(group({ ...plan, ...change }, plan)).toEqual([[0, 2], [1]]);
  });

  it('lets a plan across a multiple of 2³² paths go by itself', () => {
    const across = { ...plan, paths: 2 * BLOCK, blocks: 2, pathOffset: 2 ** 32 - BLOCK };
    expect(groupAlike([across, across])).toEqual([[0], [1]]);
  });
});
