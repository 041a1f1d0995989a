// Geometric Brownian motion, dX = aX dt + sX dW, has the exact step X exp((a − s²/2) dt + s√dt z). With the same z the
// local error of Euler–Maruyama is of order dt and that of Milstein of order dt^(3/2): rate and limit are two tests.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Backend } from '#dist/backend/backend.js';
import { createReferenceBackend } from '#dist/backend/reference/index.js';
import { makePlan } from '#dist/plan/make.js';
import type { Scheme } from '#dist/spec/study.js';
import { candidates } from '../helpers/backends.js';
import { studyOf } from '../helpers/studies.js';

const [a, s] = [0.5, 1];
const PATHS = 4096;

describe.each(candidates)('$name', ({ open }) => {
  let backend: Backend;
  let z: Float64Array;
  beforeAll(async () => {
    backend = await open();
    const reference = await createReferenceBackend();
    const counters = Uint32Array.from({ length: 4 * PATHS }, (_, i) => (i % 4 === 1 ? i >> 2 : 0));
    const words = await reference.randomWords(counters, [1, 0], 'philox4x32-10');
    z = (await reference.normals(words)).filter((_, i) => i % 4 === 0);
  });
  afterAll(() => backend.close());

  const localError = async (scheme: Scheme, dt: number): Promise<number> => {
    const plan = makePlan(
      studyOf({
        model: { drift: 'a*x', diffusion: 's*x' },
        params: { a, s },
        domain: [0, 1000],
        initial: 1,
        scheme,
        dt,
        horizon: dt,
        saveAt: [dt],
        paths: PATHS,
        seed: 1,
      }),
    );
    const { x } = await backend.follow(plan, 0, PATHS);
    const squares = x.reduce(
      (sum, value, i) => sum + (value - Math.exp((a - s ** 2 / 2) * dt + s * Math.sqrt(dt) * z[i]!)) ** 2,
      0,
    );
    return Math.sqrt(squares / PATHS);
  };

  it.each([
    ['euler-maruyama', 1],
    ['milstein', 1.5],
  ] as const)('%s has local order %d', async (scheme, order) => {
    // The next term is smaller by √dt ≤ 0.07: the observed order may be off by log2(1 + √dt)/2 at each of two levels.
    const [coarse, fine] = [await localError(scheme, 0.004), await localError(scheme, 0.001)];
    const observed = Math.log(coarse / fine) / Math.log(4);
    expect(Math.abs(observed - order)).toBeLessThan(0.1);
  });

  it('milstein leaves (s√dt)³ E(z³ − 3z)²/36 of the error, Euler–Maruyama s²dt/√2', async () => {
    const dt = 0.001;
    const euler = (s ** 2 * dt) / Math.SQRT2;
    expect(Math.abs((await localError('euler-maruyama', dt)) / euler - 1)).toBeLessThan(
      5 / Math.sqrt(PATHS) + Math.sqrt(dt),
    );
    expect(await localError('milstein', dt)).toBeLessThan(euler / 10);
  });
});
