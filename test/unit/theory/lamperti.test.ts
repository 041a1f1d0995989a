// Lamperti's coordinate against closed forms, and the polynomials that stand for it in a program.
import { describe, expect, it } from 'vitest';
import { runProgram } from '#dist/backend/reference/program.js';
import { functionsOf, modelOf } from '#dist/model/model.js';
import { lampertiStep } from '#dist/plan/lamperti.js';
import { lampertiOf, type Process, polynomialFit } from '#dist/theory/index.js';
import { SETS, severity } from './sets.js';

const ROUNDING = 1e-12; // relative, of sums of some ten terms in f64 and of a Newton step
const exact = (x: number) => x;

const of = (process: Partial<Process>): Process => ({
  drift: () => 0,
  diffusion: () => 1,
  diffusionSlope: () => 0,
  lower: 0,
  upper: 1,
  ...process,
});

describe('the coordinate', () => {
  it.each(['B', 'D'] as const)('of set %s is ln(1 + σ1 x/σ0)/σ1, up to its middle', (name) => {
    const { sigma0, sigma1 } = SETS[name].params;
    const psi = (x: number) => Math.log1p((sigma1 * x) / sigma0) / sigma1;
    const { coordinate, position, lower, upper } = lampertiOf(severity(SETS[name].params));
    expect(Math.abs(upper - lower - psi(1))).toBeLessThan(ROUNDING * psi(1));
    expect(lower).toBe(-upper);
    for (const x of [0, 1e-6, 0.1, 0.3, 0.8, 0.999, 1]) {
      expect(Math.abs(coordinate(x) - lower - psi(x))).toBeLessThan(ROUNDING * psi(1));
      expect(Math.abs(position(coordinate(x)) - x)).toBeLessThan(ROUNDING);
    }
  });

  it('of √x noise is 2√x, of √(x(1 − x)) an arc sine, where the domain keeps away from their zeros', () => {
    const root = lampertiOf(of({ diffusion: Math.sqrt, diffusionSlope: () => 0.5, lower: 1e-4 }));
    expect(Math.abs(root.upper - root.lower - 2 * (1 - 1e-2))).toBeLessThan(ROUNDING);
    const wright = lampertiOf(
      of({ diffusion: (x) => Math.sqrt(x * (1 - x)), diffusionSlope: (x) => 0.5 - x, lower: 0.01, upper: 0.99 }),
    );
    const psi = (x: number) => 2 * Math.asin(Math.sqrt(x));
    for (const x of [0.01, 0.2, 0.5, 0.97]) {
      expect(Math.abs(wright.coordinate(x) - (psi(x) - psi(0.5)))).toBeLessThan(ROUNDING);
      // f = −σ′/2 = −(½ − x)/(2σ)
      const f = -(0.5 - x) / (2 * Math.sqrt(x * (1 - x)));
      expect(Math.abs(wright.drift(psi(x) - psi(0.5)) - f)).toBeLessThan(ROUNDING * 10);
    }
  });

  it('knows the slopes of the drift at the ends', () => {
    // dX = −X dt + σ dW: f(y) = −y − c
    const { slopes } = lampertiOf(of({ drift: (x) => -x, diffusion: () => 0.5 }));
    for (const slope of slopes) expect(Math.abs(slope + 1)).toBeLessThan(1e-9); // rounding over h = width/1024
  });

  it.each([
    ['at an end', (x: number) => x],
    ['inside', (x: number) => Math.abs(x - 0.37)],
    ['nowhere finite', () => Number.NaN],
  ])('does not exist for a diffusion that vanishes %s', (_, diffusion) => {
    expect(() => lampertiOf(of({ diffusion }))).toThrow(/diffusion that is finite and > 0/);
  });
});

describe('a polynomial for it', () => {
  it('is as short as the tolerance allows, and no shorter', () => {
    const half = 1.2;
    const exponential = (tolerance: number) => polynomialFit(Math.exp, half, tolerance, 24)!;
    for (const tolerance of [1e-3, 1e-7, 1e-12]) {
      const c = exponential(tolerance);
      const worst = (powers: readonly number[]) => {
        const at = Array.from({ length: 201 }, (_, i) => -1 + i / 100);
        return Math.max(
          ...at.map((t) => Math.abs(powers.reduce((sum, a, k) => sum + a * t ** k, 0) - Math.exp(t * half))),
        );
      };
      expect(worst(c)).toBeLessThan(tolerance * Math.exp(half));
      expect(worst(polynomialFit(Math.exp, half, tolerance * 100, 24)!)).toBeGreaterThan(worst(c));
    }
  });

  it('is refused for a bump that lies between its nodes', () => {
    const n = 48; // twice the degree
    const between = (Math.cos((Math.PI * 10.5) / n) + Math.cos((Math.PI * 11.5) / n)) / 2;
    const bump = (y: number) => Math.exp(y) + Math.exp(-(((y - between) / 0.003) ** 2));
    expect(polynomialFit(bump, 1, 1e-6, n / 2)).toBeNull();
    expect(polynomialFit(Math.exp, 1, 1e-6, n / 2)).not.toBeNull();
  });

  it('is refused for a kink', () => expect(polynomialFit(Math.abs, 1, 1e-6, 24)).toBeNull());

  it.each([
    ['the severity model', { model: 'severity', params: SETS.D.params }, [0, 1]],
    [
      'Wright–Fisher, whose drift no short polynomial follows',
      { model: 'wright-fisher', params: { s: 0.1, u: 0.01, v: 0.01, N: 50 } },
      [0.02, 0.98],
    ],
  ] as const)('makes the program of %s', (_, study, domain) => {
    const dt = 0.25;
    const model = modelOf(study);
    const { program, coordinate } = lampertiStep(model, { params: study.params, domain, dt });
    const drift = runProgram(program.drift, program.constants, exact);
    const position = runProgram(program.heun!.position, program.constants, exact);
    const lamperti = lampertiOf({ ...functionsOf(model, study.params), lower: domain[0], upper: domain[1] });
    for (const x of [domain[0], 0.1, 0.4, 0.77, domain[1]]) {
      const y = coordinate(x);
      expect(Math.abs(position(y) - x)).toBeLessThan(2e-10); // twice the tolerance of the fit, over a width of 1
      const f = lamperti.drift(y) * dt;
      expect(Math.abs(drift(y) - f)).toBeLessThan(2 ** -24 * 5); // half an ulp of f32 of the largest drift, 5
    }
  });
});
