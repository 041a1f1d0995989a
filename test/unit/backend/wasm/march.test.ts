// What the fast loop may skip: after every chunk the state, crossing probabilities included, is that of the exact step.
import { describe, expect, it } from 'vitest';
import { FATE_DONE } from '#dist/backend/fate.js';
import { type BlockObserver, BlockRun } from '#dist/backend/wasm/block-run.js';
import { buildKernel, type KernelExports } from '#dist/backend/wasm/kernel.js';
import type { EndedPaths } from '#dist/backend/wasm/lane-views.js';
import { crossedArray } from '#dist/backend/wasm/layout.js';
import { type LoopCut, shapeOf } from '#dist/backend/wasm/shape.js';
import type { Plan } from '#dist/plan/plan.js';
import { RNGS } from '#dist/spec/study.js';
import { planOf, plans } from './plans.js';

const up = { direction: 'up', monitor: 'bridge', bins: 10 } as const;
const down = { ...up, direction: 'down' } as const;

/** Plans that are often within a few standard deviations of a barrier. */
const watched = {
  up: planOf({ horizon: 1, firstPassage: { threshold: 0.15, ...up } }),
  down: planOf({ horizon: 1, initial: 0.2, firstPassage: { threshold: 0.15, ...down } }),
  both: planOf({
    horizon: 1,
    initial: 0.2,
    firstPassage: [
      { threshold: 0.15, ...down },
      { threshold: 0.25, ...up },
    ],
  }),
  besideAnEnd: { ...plans.thresholdBesideAnEnd, steps: 40 },
};

const cuts: readonly LoopCut[] = [
  { vectors: 1, byIntegers: 0 },
  { vectors: 1, byIntegers: 1 },
  { vectors: 2, byIntegers: 0 },
  { vectors: 2, byIntegers: 1 },
  { vectors: 4, byIntegers: 0 },
  { vectors: 4, byIntegers: 1 },
  { vectors: 4, byIntegers: 2 },
];
const vectorsAlone = cuts[0]!;

function blockRunOf(plan: Plan, cut: LoopCut, observer: BlockObserver): Promise<BlockRun> {
  const kernel = buildKernel(shapeOf(plan, cut));
  return WebAssembly.instantiate(kernel.bytes).then(
    ({ instance }) => new BlockRun(kernel, instance.exports as unknown as KernelExports, plan, observer),
  );
}

/** Of every path, when it is last seen: position and crossing probabilities at the save time, or how, when and where it ended. */
async function lastSeen(plan: Plan, saveSteps: readonly number[], cut: LoopCut): Promise<Map<number, number[]>> {
  const saving = { ...plan, saveSteps };
  const bridges = plan.thresholds.flatMap(({ bridge, atExit }, j) => (bridge && !atExit ? [crossedArray(j)] : []));
  if (shapeOf(saving, cut).exitBridge) bridges.push('exit crossed');
  const seen = new Map<number, number[]>();
  const onEnd = ({ path, fate, endStep, endX, hits }: EndedPaths, count: number): void => {
    for (let i = 0; i < count; i++) {
      // A path that lives to the end has its crossing probabilities, by which it was seen before, beside that.
      const before = fate[i] === FATE_DONE && endStep[i] === plan.steps ? (seen.get(path[i]!) ?? []) : [];
      seen.set(path[i]!, [...before, fate[i]!, endStep[i]!, endX[i]!, ...hits.map((steps) => steps[i]!)]);
    }
  };
  const run = await blockRunOf(saving, cut, {
    onEnd,
    onSave: (views, _, alive) => {
      for (let lane = 0; lane < alive; lane++) {
        seen.set(views.path[lane]!, [views.x[lane]!, ...bridges.map((name) => views.carried(name)[lane]!)]);
      }
    },
  });
  run.begin(0, 1000);
  run.work(Number.POSITIVE_INFINITY);
  return seen;
}

it('saves in the order of the paths, those that have ended left out', async () => {
  const boundary = { lower: 'absorb', upper: 'absorb' } as const;
  const plan = planOf({ domain: [0.05, 0.2], boundary, initial: 0.1, horizon: 2, saveAt: [0.5, 1, 2] });
  const saved: number[][] = [];
  const run = await blockRunOf(plan, vectorsAlone, {
    onEnd() {},
    onSave: (views, _, alive) => saved.push([...views.path.subarray(0, alive)]),
  });
  run.begin(0, 4096);
  run.work(Number.POSITIVE_INFINITY);
  const counts = saved.map((paths) => paths.length);
  expect(counts[0]).toBeLessThan(4096);
  expect(counts[2]).toBeLessThan(counts[1]!);
  for (const paths of saved) expect(paths).toEqual(paths.toSorted((a, b) => a - b));
});

it('tells of each path once, where few end between save times and the last vector is not full', async () => {
  const boundary = { lower: 'absorb', upper: 'absorb' } as const;
  const saveAt = Array.from({ length: 100 }, (_, i) => 0.04 * (i + 1));
  const plan = planOf({ domain: [0.05, 0.2], boundary, initial: 0.1, horizon: 4, saveAt });
  for (const count of [1, 2, 3, 5, 57, 58, 59, 201, 202, 203]) {
    const told: number[] = [];
    const run = await blockRunOf(plan, vectorsAlone, {
      onEnd: ({ path }, ended) => told.push(...path.subarray(0, ended)),
      onSave() {},
    });
    run.begin(0, count);
    expect(() => run.work(Number.POSITIVE_INFINITY)).not.toThrow();
    expect(told.toSorted((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, path) => path));
  }
});

it('a block beyond 2³² is the same after one before it as by itself', async () => {
  const plan = { ...watched.up, pathOffset: 2 ** 32 - 4096 };
  const ends = async (firsts: readonly number[]): Promise<number[][]> => {
    let told: number[][] = [];
    const run = await blockRunOf(plan, vectorsAlone, {
      onEnd({ path, endStep, endX }, count) {
        for (let i = 0; i < count; i++) told.push([path[i]!, endStep[i]!, endX[i]!]);
      },
      onSave() {},
    });
    for (const first of firsts) {
      told = [];
      run.begin(first, 50);
      run.work(Number.POSITIVE_INFINITY);
    }
    return told;
  };
  expect(await ends([0, 4096])).toEqual(await ends([4096]));
});

describe.each(Object.entries(watched))('%s', (_, plan) => {
  it('crossing probabilities are the same to the bit, tested in blocks of four steps or in each step', async () => {
    const steps = plan.steps;
    const exact = await lastSeen(
      plan,
      Array.from({ length: steps }, (_, i) => i + 1),
      vectorsAlone,
    );
    const crossings = [...exact.values()].flatMap(([, ...crossed]) => crossed);
    expect(crossings.some((crossed) => crossed > 0 && crossed < 1e-3)).toBe(true);
    for (const cut of cuts) expect(await lastSeen(plan, [steps], cut)).toEqual(exact);
  });
});

it.each(RNGS)('the states are the same to the bit, by vectors or by integers: %s', async (rng) => {
  const plan = { ...watched.both, rng, key: [0xfedcba98, 0x89abcdef] as const };
  const byVectors = await lastSeen(plan, [plan.steps], vectorsAlone);
  for (const cut of cuts) expect(await lastSeen(plan, [plan.steps], cut)).toEqual(byVectors);
});
