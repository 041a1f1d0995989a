import { describe, expect, it } from 'vitest';
import { paramsAt } from '#dist/spec/grid.js';
import { biasesOverGrid } from '#dist/study/bias-grid.js';
import { isKnown, type Known, type KnownOutputs } from '#dist/study/point-theory.js';

const values = (steps: number) => Array.from({ length: steps }, (_, i) => i / (steps - 1));
const axes = [
  { name: 'a', values: values(90) },
  { name: 'b', values: values(70) },
];

/** Over the grid: each point asked for at most once, and what the interpolation says everywhere. */
async function over(f: (a: number, b: number) => Known, on = axes) {
  const asked: number[] = [];
  const at = (index: number): KnownOutputs => {
    const { a = 0, b = 0 } = paramsAt(on, index);
    return { q: f(a, b) };
  };
  const grid = await biasesOverGrid(on, ['q'], 1000, (indices) => {
    asked.push(...indices);
    return Promise.resolve(indices.map(at));
  });
  expect(new Set(asked).size).toBe(asked.length);
  const points = on.reduce((product, axis) => product * axis.values.length, 1);
  return { grid: grid!, asked, points, at };
}

describe('biases over a grid', () => {
  it.each([
    ['a polynomial that cubics follow', (a: number, b: number) => 1 + a ** 3 - 2 * a * b ** 2, 50],
    ['a smooth bump', (a: number, b: number) => Math.exp(-4 * (a - 0.4) ** 2 - 3 * (b - 0.7) ** 2), 170],
    ['a front', (a: number, b: number) => 1 / (1 + Math.exp(-25 * (a + b - 1.1))), 170],
  ])('are computed on a mesh, and known in between to what they are said to be: %s', async (_, f, most) => {
    const { grid, asked, points, at } = await over((a, b) => ({ value: f(a, b), error: 0 }));
    expect(asked.length).toBeLessThanOrEqual(most);
    expect(grid.computed).toBe(asked.length);
    let worst = 0;
    for (let index = 0; index < points; index++) {
      const [guess, truth] = [grid.at(index)['q']!, at(index)['q']!];
      if (!isKnown(guess) || !isKnown(truth)) throw new Error('not known');
      const off = Math.abs(guess.value - truth.value);
      // Rounding of the weights where cubics are exact.
      expect(off).toBeLessThanOrEqual(guess.error + 1e-12);
      worst = Math.max(worst, guess.error);
    }
    expect(worst).toBeLessThan(0.35); // of a function of size 1: it is no empty promise
  });

  it('are computed at every point of a small grid, and say why where there is none', async () => {
    const small = [{ name: 'a', values: values(40) }];
    const { grid, asked } = await over((a) => (a > 0.5 ? { reason: 'no' } : { value: a, error: 0 }), small);
    expect(asked).toHaveLength(40);
    expect(grid.at(3)['q']).toEqual({ value: 3 / 39, error: 0 });
    expect(grid.at(39)['q']).toEqual({ reason: 'no' });
    const large = await over((a) => (a > 0.8 ? { reason: 'no' } : { value: a, error: 0 }));
    expect(large.grid.at(70 * 88)['q']).toEqual({ reason: 'not known at a point nearby: no' });
    expect(isKnown(large.grid.at(70 * 5 + 1)['q']!)).toBe(true);
  });
});
