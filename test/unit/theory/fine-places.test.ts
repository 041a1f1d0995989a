import { describe, expect, it } from 'vitest';
import { parseStudy } from '#dist/study/check.js';
import { processOf } from '#dist/study/process.js';
import { theory } from '#dist/study/theory.js';
import { finePlaces } from '#dist/theory/fine-places.js';

/** Brownian motion between two absorbing ends with a bump of drift, ∫μ dx = 3√π, of some width around `centre`. */
const bump = (centre: number, width: number) =>
  parseStudy({
    model: { drift: '3/width*exp(-((x-centre)/width)^2)', diffusion: '1', domain: [0, 1] },
    params: { centre, width },
    boundary: { lower: 'absorb', upper: 'absorb' },
    initial: 0.6,
  });

/** P(upper) = ∫₀^x₀ s / ∫₀¹ s with s = exp(−2∫μ), by midpoints a four-hundredth of the width apart. */
function upperShare(centre: number, width: number): number {
  const count = Math.ceil(400 / width);
  let [rise, below, whole] = [0, 0, 0];
  for (let i = 0; i < count; i++) {
    const x = (i + 0.5) / count;
    const step = ((6 / width) * Math.exp(-(((x - centre) / width) ** 2))) / count;
    const part = Math.exp(-(rise + step / 2)) / count;
    rise += step;
    whole += part;
    if (x < 0.6) below += part;
  }
  return below / whole;
}

describe('a bump of drift that is narrow beside the domain', () => {
  it.each([
    [0.13, 5e-4],
    [0.300137, 4e-4],
    [0.5001, 3e-4],
    [0.77, 5e-4],
    [0.77, 2e-3],
    [0.7001, 1e-2],
  ])('at %d, %d wide, is in the exact values', (centre, width) => {
    const { exit, reasons } = theory(bump(centre, width));
    expect(reasons['exit']).toBeUndefined();
    expect(exit!.upperProbability).toBeCloseTo(upperShare(centre, width), 6);
  });
});

describe('finePlaces', () => {
  const places = (drift: string, diffusion = '0.3') =>
    finePlaces(processOf(parseStudy({ model: { drift, diffusion, domain: [0, 1] }, initial: 0.5 })));

  it.each(['1 - 2*x', '20*sin(30*x)', 'abs(x - 0.4)', 'x^3 - x', '30*tanh(20*(x - 0.5))'])(
    'has none for %s',
    (drift) => {
      expect(places(drift)).toEqual([]);
    },
  );

  it.each(['sqrt(x*(1 - x))', 'x*(1 - x)', 'x'])('has none where the noise %s vanishes at an end', (diffusion) => {
    expect(places('0.1', diffusion)).toEqual([]);
  });

  it('has none where the structure is everywhere', () => {
    expect(places('sin(3000*x)')).toEqual([]);
  });

  it('closes in on a bump from both sides', () => {
    const found = places('5000*exp(-((x - 0.4)/0.0004)^2)');
    expect(found.length).toBeGreaterThan(10);
    expect(found.filter((x) => Math.abs(x - 0.4) < 0.001).length).toBeGreaterThan(4);
    expect(found).toEqual([...found].sort((a, b) => a - b));
  });
});
