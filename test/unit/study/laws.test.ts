import { describe, expect, it } from 'vitest';
import { parseStudy } from '#dist/study/check.js';
import { exactLaws } from '#dist/study/laws.js';

const GOOD = 1e-4; // of a curve's height: finer than a picture shows, and 10 times what the solver is off by here

/** Φ to 1e-12: by the continued fraction or the series of the error function. */
function normal(x: number): number {
  if (x < 0) return 1 - normal(-x);
  let [sum, term] = [x, x];
  if (x < 6) {
    for (let k = 1; k < 200; k++) {
      term *= (x * x) / (2 * k + 1);
      sum += term;
    }
    return 0.5 + (sum * Math.exp((-x * x) / 2)) / Math.sqrt(2 * Math.PI);
  }
  return 1;
}
const bell = (z: number) => Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);

describe('exactLaws', () => {
  // Brownian motion to a level at distance 1, the far end too far to be met by then.
  const brownian = {
    model: { drift: '0', diffusion: '1' },
    domain: [-12, 12],
    initial: 0,
    horizon: 2,
    firstPassage: { threshold: 1 },
  };

  it('has the first passage of Brownian motion, and its density', () => {
    const { passages, positions, reasons } = exactLaws(parseStudy({ ...brownian, saveAt: [1] }));
    expect(reasons).toEqual({});
    for (const t of [0.05, 0.2, 0.5, 1, 2]) {
      expect(Math.abs(passages[0]!.probability(t).value - 2 * (1 - normal(1 / Math.sqrt(t))))).toBeLessThan(GOOD);
      expect(Math.abs(passages[0]!.density(t) - bell(1 / Math.sqrt(t)) / t ** 1.5)).toBeLessThan(GOOD);
    }
    for (const x of [-2, -0.5, 0, 1]) expect(Math.abs(positions[0]!.density(x) - bell(x))).toBeLessThan(GOOD);
  });

  it('looks down as it looks up', () => {
    const up = exactLaws(parseStudy(brownian)).passages[0]!;
    const down = exactLaws(parseStudy({ ...brownian, firstPassage: { threshold: -1 } })).passages[0]!;
    for (const t of [0.2, 1, 2])
      expect(Math.abs(down.probability(t).value - up.probability(t).value)).toBeLessThan(GOOD);
  });

  it('splits exits by side, and takes a threshold at an end for that end', () => {
    const study = parseStudy({
      model: 'brownian',
      params: { mu: 0.3, sigma: 1 },
      boundary: { lower: 'absorb', upper: 'absorb' },
      initial: 0,
      horizon: 20,
      firstPassage: { threshold: 1 },
      saveAt: [1],
    });
    const { exits, passages, positions } = exactLaws(study);
    const upper = 1 / (1 + Math.exp(-0.6)); // of all: by the horizon but for 1e-11
    expect(exits.upper!.probability(20).value).toBeCloseTo(upper, 5);
    expect(exits.lower!.probability(20).value).toBeCloseTo(1 - upper, 5);
    for (const t of [0.3, 1, 4]) expect(passages[0]!.density(t)).toBeCloseTo(exits.upper!.density(t), 4);
    // Of the paths alive: integral 1 (trapezia, 400 of them; the density is 0 at both ends).
    let mass = 0;
    for (let i = 0; i < 400; i++) mass += positions[0]!.density(-1 + i / 200) / 200;
    expect(Math.abs(mass - 1)).toBeLessThan(GOOD);
  });

  it('has the potential of the law between ends that keep the paths', () => {
    const { logDensity } = exactLaws(parseStudy({ model: 'ornstein-uhlenbeck', initial: 0, horizon: 1 }));
    // p ∝ exp(−x²/(2s²)), s² = σ²/(2θ) = 0.125
    expect(logDensity!(1) - logDensity!(0)).toBeCloseTo(-4, 8);
  });

  it('starts from 1 where every path is beyond the threshold, and has no law at time 0', () => {
    const { passages, positions } = exactLaws(
      parseStudy({ ...brownian, initial: 2, firstPassage: { threshold: 1, direction: 'up' }, saveAt: [0, 1] }),
    );
    expect(passages[0]!.probability(0)).toEqual({ value: 1, error: 0 });
    expect(positions[0]).toBeNull();
    expect(positions[1]).not.toBeNull();
  });

  it('says why where it has none', () => {
    const frozen = {
      model: { drift: '-x', diffusion: '0' },
      domain: [-1, 1],
      initial: 0.5,
      horizon: 1,
      firstPassage: { threshold: 0.1 },
      saveAt: [1],
    };
    const { passages, positions, logDensity, reasons } = exactLaws(parseStudy(frozen));
    expect([passages[0], positions[0], logDensity]).toEqual([null, null, null]);
    expect(Object.keys(reasons).sort()).toEqual(['firstPassage', 'logDensity', 'snapshots']);
  });
});
