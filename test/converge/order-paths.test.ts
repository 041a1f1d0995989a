// The same orders seen by paths on wasm. Levels share no random numbers, so each has enough paths of its own: a weighted
// regression of ln |bias| on ln dt, its interval from the standard errors. Order, limit and spread are three tests.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Backend } from '#dist/backend/backend.js';
import { createWasmBackend } from '#dist/backend/wasm/index.js';
import type { FirstPassage } from '#dist/result/result.js';
import type { Study } from '#dist/spec/study.js';
import { run } from '#dist/study/run.js';
import { ladderOf, passageStudy, severity } from '../../scripts/accuracy/ladder.mjs';
import { limitOf, sampledOrder } from '../../scripts/accuracy/regression.mjs';
import { expectNear } from '../helpers/tolerance.js';
import { full, record, sized } from '../helpers/verify.js';

const K = 5; // standard errors of the slope
const DISTINCT = 0.25; // orders are half a unit from one another

interface Case {
  readonly name: string;
  readonly study: Study;
  readonly coarsest: number;
  readonly levels?: number;
  readonly order: number;
  /** In `npm test`; 16 times as many at full size. */
  readonly paths: number;
}

const againstTheEnd = { model: { drift: 'm', diffusion: '1' }, params: { m: -1 }, domain: [0, 2] };
const constant = { model: { drift: '1', diffusion: '1' }, domain: [-8, 3] };
const proportional = { model: { drift: '0.3*x', diffusion: '0.4*x' }, domain: [0.02, 3] };
const relaxing = { model: { drift: '-x', diffusion: '1' }, domain: [-5, 5] };

/** The last one needs the paths of the full size. */
const CASES: readonly Case[] = [
  {
    name: 'Euler–Maruyama, a mirror alone',
    study: passageStudy(againstTheEnd, { from: 0.2, to: 1 }),
    coarsest: 0.16,
    order: 1,
    paths: 250_000,
  },
  {
    name: 'Euler–Maruyama, a clamped end alone',
    study: passageStudy(againstTheEnd, { from: 0.2, to: 1, lower: 'clamp' }),
    coarsest: 0.16,
    order: 0.5,
    paths: 40_000,
  },
  {
    name: 'Euler–Maruyama, the grid',
    study: passageStudy(severity('D'), { from: 0.1, to: 0.8, monitor: 'grid' }),
    coarsest: 0.2,
    order: 0.5,
    paths: 100_000,
  },
  {
    name: 'Euler–Maruyama, the bridge',
    study: passageStudy(proportional, { from: 1, to: 2 }),
    coarsest: 0.8,
    order: 1,
    paths: 800_000,
  },
  {
    name: 'Euler–Maruyama, a shifted barrier alone',
    study: passageStudy(constant, { from: 0, to: 2, monitor: 'shift' }),
    coarsest: 0.8,
    order: 1,
    paths: 200_000,
  },
  {
    name: 'Lamperti–Heun, the bridge',
    study: passageStudy(relaxing, { from: -1, to: 1, scheme: 'lamperti-heun' }),
    coarsest: 0.8,
    levels: 3,
    order: 2,
    paths: 2_500_000,
  },
  {
    name: 'Milstein, a mirror and a shifted barrier',
    study: passageStudy(severity('D'), { from: 0.1, to: 0.8, scheme: 'milstein', monitor: 'shift' }),
    coarsest: 0.2,
    order: 1,
    paths: 1_000_000,
  },
];

describe('wasm', () => {
  let backend: Backend;
  beforeAll(async () => {
    backend = await createWasmBackend({ threads: 2 });
  });
  afterAll(() => backend.close());

  it.each(sized(CASES.slice(0, -1), CASES))('$name: order $order', async (ladderCase) => {
    const { name, study, coarsest, order, paths: few } = ladderCase;
    const paths = sized(few, 16 * few);
    const { exact, levels } = ladderOf(study, coarsest, ladderCase.levels ?? 4);
    const passages: FirstPassage[] = [];
    for (const [k, { dt }] of levels.entries()) {
      // An exponential tail: e^−25 and less of the paths are left then.
      const horizon = Math.ceil((exact.mean + 30 * Math.sqrt(exact.variance)) / dt) * dt;
      const own = { ...study, dt, horizon, paths, saveAt: [], seed: 100 + k };
      passages.push((await run(own, { backend, checks: false })).firstPassage as FirstPassage);
    }
    const errors = passages.map(({ mean }) => mean.standardError!);
    const sampled = levels.map(({ dt }, k) => {
      return { dt, value: passages[k]!.mean.value! - exact.mean, standardError: errors[k]! };
    });
    const kernel = levels.map(({ dt, law }, k) => ({ dt, value: law.mean - exact.mean, standardError: errors[k]! }));

    // At these dt the slope of the kernel's own biases is not the order yet: `bent` is how far it is off, without sampling.
    const [slope, own] = [sampled, kernel].map((rows) =>
      sampledOrder(rows.map((row) => ({ ...row, bias: row.value }))),
    ) as [ReturnType<typeof sampledOrder>, ReturnType<typeof sampledOrder>];
    const bent = Math.abs(own.order - order);
    const half = K * slope.standardError;
    const what = `${name}: order, dt ${coarsest} … ${levels.at(-1)!.dt}`;
    const text = `${slope.order.toFixed(3)} ± ${slope.standardError.toFixed(3)}`;
    const allowed = `${order}, 5 SE + ${bent.toFixed(3)} (dt not small yet)`;
    record({ item: 9, who: 'wasm', what, measured: text, allowed });
    expect(Math.abs(slope.order - own.order), `${what}: ${text}, kernel ${own.order}`).toBeLessThanOrEqual(half);
    expect(Math.abs(slope.order - order), `${what}: ${text}`).toBeLessThanOrEqual(half + bent);
    expect(half + bent, `${what}: ${text}`).toBeLessThan(DISTINCT);

    // Two powers of dt are fitted; what they leave of the kernel's own biases they leave here too.
    const left = limitOf(kernel, order, 2).value;
    const limit = limitOf(sampled, order, 2);
    const found = { ...limit, value: exact.mean + limit.value };
    expectNear(found, exact.mean, { bias: left, what: `${name}: limit of the mean`, item: 9, who: 'wasm' });

    levels.forEach(({ dt, law }, k) => {
      const near = { what: `${name}: variance, dt ${dt}`, who: 'wasm' };
      expectNear(passages[k]!.variance, law.variance, full ? { ...near, item: 9 } : near);
    });
  });
});
