/** Growth: sizes one after the other as far as the budget goes, each with its time and memory; its table and pictures. */
import { expect, test } from 'vitest';
import type { Backend } from '#dist/backend/backend.js';
import { createReferenceBackend } from '#dist/backend/reference/index.js';
import { type GrowthAxis, growthAxes, measureGrowth } from '#dist/bench/growth.js';
import { growthFigures, growthMarkdown } from '#dist/bench/growth-text.js';
import type { Plan } from '#dist/plan/plan.js';
import { nodePen } from '#dist/report/plot/node-pen.js';

const axis = (name: string): GrowthAxis => growthAxes.find((one) => one.name === name)!;

/** A backend that waits and counts; `seconds` of each call. */
function pretended(seconds: (plans: readonly Plan[]) => number) {
  const calls: (readonly Plan[])[] = [];
  const backend = {
    name: 'wasm',
    startupSeconds: 0,
    simulateMany: async (plans: readonly Plan[], { onTally }: Parameters<Backend['simulateMany']>[1]) => {
      calls.push(plans);
      await new Promise((resolve) => setTimeout(resolve, 1000 * seconds(plans)));
      for (const [i, { paths, steps }] of plans.entries()) onTally(i, { pathSteps: paths * steps } as never);
    },
  } as unknown as Backend;
  return { backend, calls };
}

/** A backend counts in bins of its own, 4,096 or more, each a part of one of those asked for. */
const FINE_BINS: Readonly<Record<number, number>> = { 10: 4100, 100: 4100, 1000: 5000 };

test('every axis changes its size, and that alone', async () => {
  const { backend, calls } = pretended(() => 0);
  const axes = growthAxes.map((one) => ({ ...one, sizes: one.isPoints ? [1, 10] : one.sizes }));
  const points = await measureGrowth('ours', backend, { budget: 60, axes });
  expect(points.map(({ axis: name, size }) => [name, size])).toEqual(
    axes.flatMap(({ name, sizes }) => sizes.map((size) => [name, size])),
  );
  const sizesOf = {
    paths: ([plan]) => plan!.paths,
    steps: ([plan]) => plan!.steps,
    bins: ([plan]) => plan!.bins,
    'save times': ([plan]) => plan!.saveSteps.length,
    'sweep points': (plans) => new Set(plans.map(({ program }) => JSON.stringify(program))).size,
  } as Record<string, (plans: readonly Plan[]) => number>;
  points.forEach((point, i) => {
    const plans = calls[4 * i]!; // a short run is done four times
    const expected = point.axis === 'bins' ? (FINE_BINS[point.size] ?? point.size) : point.size;
    expect(sizesOf[point.axis]!(plans)).toBe(expected);
    expect(point.pathSteps).toBe(plans.reduce((sum, { paths, steps }) => sum + paths * steps, 0));
  });
}, 60_000);

test('a size that is not thought to fit in what is left is not begun', async () => {
  const { backend } = pretended(([plan]) => plan!.steps / 1e5); // ten times the steps, ten times the time
  const points = await measureGrowth('ours', backend, { budget: 1.2, axes: [axis('steps')] });
  // 10, 100 and 1,000 steps take 4 × (.0001 + .001 + .01) s; 10,000 take .1 s, four times; 100,000 would take 1 s of the .7 left
  expect(points.map(({ size }) => size)).toEqual([10, 100, 1000, 10000]);
});

test('compiling is not counted', async () => {
  const { backend } = pretended(() => 0.3);
  let startup = 0;
  Object.defineProperty(backend, 'startupSeconds', { get: () => (startup += 0.2) });
  const [point] = await measureGrowth('ours', backend, { budget: 60, axes: [{ ...axis('bins'), sizes: [10] }] });
  expect(point!.seconds).toBeGreaterThan(0.08);
  expect(point!.seconds).toBeLessThan(0.29);
});

test('a size that is refused ends its axis, and is told', async () => {
  const { backend } = pretended(([plan]) => {
    if (plan!.bins > 4200) throw new RangeError('too many bins');
    return 0;
  });
  const refused: string[] = [];
  const onRefusal = (text: string) => refused.push(text);
  const points = await measureGrowth('ours', backend, {
    budget: 60,
    axes: [axis('bins'), axis('steps')],
    onRefusal,
  });
  expect(points.filter((point) => point.axis === 'bins').map(({ size }) => size)).toEqual([10, 100]);
  expect(points.filter((point) => point.axis === 'steps')).toHaveLength(6);
  expect(refused).toEqual(['bins 1000, ours: too many bins']);
});

test('time and memory are those of the run', async () => {
  const few = { ...axis('paths'), sizes: [1000] };
  const backend = await createReferenceBackend();
  const [point] = await measureGrowth('reference', backend, { budget: 60, axes: [few] });
  expect(point!.pathSteps).toBe(20_000);
  expect(point!.seconds).toBeGreaterThan(20_000 / 1e9);
  expect(point!.memoryMiB).toBeGreaterThan(20); // less than any Node
  expect(point!.memoryMiB).toBeLessThanOrEqual(process.resourceUsage().maxRSS / 1024);
});

const POINTS = [
  { axis: 'bins', size: 10, who: 'wasm', pathSteps: 1e6, seconds: 0.002, memoryMiB: 100.4 },
  { axis: 'bins', size: 100, who: 'wasm', pathSteps: 1e6, seconds: 0.004, memoryMiB: 110 },
  { axis: 'bins', size: 10, who: 'webgpu', pathSteps: 1e6, seconds: 0.003, memoryMiB: 200 },
];

test('as Markdown', () => {
  expect(growthMarkdown(POINTS).split('\n')).toEqual([
    '### Growth with bins: 2^17 paths, 200 steps',
    '',
    '| who | bins | path-steps | seconds | ns per path-step | memory MiB |',
    '| --- | --- | --- | --- | --- | --- |',
    '| wasm | 10 | 1.00e+6 | 0.00200 | 2.00 | 100 |',
    '| wasm | 100 | 1.00e+6 | 0.00400 | 4.00 | 110 |',
    '| webgpu | 10 | 1.00e+6 | 0.00300 | 3.00 | 200 |',
  ]);
});

test('as pictures: cost and memory, a colour for each contestant', async () => {
  const figures = growthFigures(await nodePen(), POINTS);
  expect(figures.map(({ title }) => title)).toEqual([
    'Cost of a path-step with bins: 2^17 paths, 200 steps',
    'Memory with bins: 2^17 paths, 200 steps',
  ]);
  expect(figures[0]!.table!.rows).toEqual([
    ['wasm', 10, 2],
    ['wasm', 100, 4],
    ['webgpu', 10, 3],
  ]);
  expect(figures[0]!.svg.match(/<circle/g)).toHaveLength(3 + 0);
});
