/** Exact probabilities of unlikely hits keep their relative accuracy. */
import { describe, expect, it } from 'vitest';
import {
  chainOf,
  hitProbability,
  type LookBack,
  mirror,
  noStepLeft,
  type Process,
  passageAtHorizon,
  passageWithin,
  stepBack,
} from '#dist/theory/index.js';
import { BARRIER, brownianProbability, horizonOf } from '../../helpers/unlikely.js';

const brownian: Process = { drift: () => 0, diffusion: () => 1, diffusionSlope: () => 0, lower: -3, upper: BARRIER };
const reflecting = { lower: 'reflect', upper: 'reflect' } as const;

describe('in continuous time', () => {
  it.each([1e-3, 1e-6, 1e-9, 1e-12, 1e-15])('Brownian motion, P = %s', (p) => {
    const T = horizonOf(p);
    const exact = brownianProbability(T);
    const { probability, mean } = passageAtHorizon(brownian, reflecting, [0], BARRIER, true, T);
    expect(Math.abs(probability.value / exact - 1)).toBeLessThan(1e-6);
    expect(probability.error).toBeLessThan(1e-5 * exact);
    // E[T; T ≤ H] of the inverse Gaussian law, by parts: H F(H) − ∫₀ᴴ F.
    const n = 2000;
    let integral = 0;
    for (let i = 0; i < n; i++) integral += brownianProbability(((i + 0.5) * T) / n) * (T / n);
    expect(mean!.value / T).toBeCloseTo(1 - integral / exact / T, 4);
  });

  it('is the same in the mirror', () => {
    const T = horizonOf(1e-9);
    const down = passageAtHorizon(mirror(brownian), reflecting, [0], -BARRIER, false, T).probability.value;
    expect(Math.abs(down / brownianProbability(T) - 1)).toBeLessThan(1e-6);
  });
});

describe('of the scheme', () => {
  it.each([1e-6, 1e-12])('Brownian motion, P = %s, whatever dt: the bridge is exact', (p) => {
    const T = horizonOf(p);
    const lower = { at: -3, kind: 'reflect', bridge: false } as const;
    const upper = { at: BARRIER, kind: 'absorb', bridge: true } as const;
    const chain = chainOf(brownian, T / 40, 'euler-maruyama', lower, upper, { order: 12, panels: 32 });
    const { probability } = passageWithin(chain, [0], 'upper', 40);
    expect(Math.abs(probability / brownianProbability(T) - 1)).toBeLessThan(1e-5);
  });
});

describe('h by steps of the scheme', () => {
  it.each([1e-3, 1e-6, 1e-12])('is P itself for Brownian motion, P = %s', (p) => {
    const T = horizonOf(p);
    const steps = 12;
    const cells = 512;
    const nodes = Float64Array.from({ length: cells + 1 }, (_, i) => -3 + ((BARRIER + 3) * i) / cells);
    const setup = { at: BARRIER, bridged: true, farEnd: 'reflect', dt: T / steps } as const;
    const back = stepBack(brownian, setup, nodes);
    let look: LookBack = { logs: noStepLeft(nodes), tilts: nodes };
    for (let k = 0; k < steps; k++) look = back(look.logs);
    const start = (3 / (BARRIER + 3)) * cells; // between two nodes
    const i = Math.floor(start);
    const found = look.logs[i]! + (start - i) * (look.logs[i + 1]! - look.logs[i]!);
    const exact = Math.log(brownianProbability(T));
    // Linear in ln h between nodes: (w²/8) (ln h)″ off a step, where ln h = −d²/2s has −1/s after s = T k/steps.
    const width = (BARRIER + 3) / cells;
    let interpolation = 0;
    for (let k = 1; k <= steps; k++) interpolation += width ** 2 / 8 / ((k * T) / steps);
    // The kink of h at the barrier costs the trapezoid rule half a per cent a step.
    expect(Math.abs(found - exact)).toBeLessThan(interpolation + 0.005 * steps);
    // Far below the barrier E[z | hit] is nearly the straight way there: d/√dt in so many steps.
    const straight = BARRIER / Math.sqrt(T / steps) / steps;
    expect(look.tilts[i]! / straight).toBeGreaterThan(0.8);
    expect(look.tilts[i]! / straight).toBeLessThan(1.2);
  });
});

describe('h, which steers', () => {
  const times = [0.002, 0.01, 0.05, 0.2];
  const { nodes, logs } = hitProbability(brownian, { at: BARRIER, absorbing: false }, times);

  it('is ln P of the hit to about its implicit steps, over hundreds of powers of ten', () => {
    let seen = 0;
    times.forEach((time, j) => {
      nodes.forEach((x, i) => {
        const exact = Math.log(brownianProbability(time * (BARRIER / (BARRIER - x)) ** 2)); // by scaling
        const deep = BARRIER / Math.sqrt(2 * time) > 1.8 * (BARRIER / (BARRIER - x)); // where erfc's fraction holds
        if (!deep || i % 64 !== 0 || x < -1 || exact < -650) return;
        seen++;
        // Implicit steps of 1/400 of the time widen it by a relative variance v of about that: ln h = −A becomes −A + ½A²v,
        // doubled for the coarser steps before; 0.3 for the cells of x.
        if (j > 0) expect(Math.abs(logs[j]![i]! - exact), `h(${time}, ${x})`).toBeLessThan(0.3 + exact ** 2 / 400);
      });
    });
    expect(seen).toBeGreaterThan(20);
  });

  it('grows with time and towards the barrier, from 0 to 1', () => {
    for (const h of logs) {
      expect(h.at(-1)).toBe(0);
      for (let i = 1; i < h.length; i++) expect(h[i]!).toBeGreaterThanOrEqual(h[i - 1]!);
    }
    for (let i = 0; i < nodes.length; i++) expect(logs[3]![i]!).toBeGreaterThanOrEqual(logs[2]![i]!);
  });
});
