import { describe, expect, it } from 'vitest';
import {
  type Chain,
  chainOf,
  type End,
  mirror,
  momentsOfChain,
  type Process,
  passageOfChain,
  passageWithin,
  stationaryOfChain,
  stepperOf,
  survivalOf,
} from '#dist/theory/index.js';
import { brownian, normalCdf, relative, SETS, type SetName, severity } from './sets.js';

const RESOLUTION = { order: 14, panels: 4 };
const reflectAt = (at: number): End => ({ at, kind: 'reflect', bridge: false });
const barrierAt = (at: number, bridge: boolean): End => ({ at, kind: 'absorb', bridge });
const passageChain = (process: Process, dt: number, bridge: boolean, resolution = RESOLUTION): Chain =>
  chainOf(process, dt, 'euler-maruyama', reflectAt(0), barrierAt(0.8, bridge), resolution);

/** Exact bias of the mean first-passage time in %, from a solve of each scheme's kernel confirmed by 2–4·10⁶ paths. */
const BIAS: readonly (readonly [SetName, number, grid: string, bridge: string])[] = [
  ['A', 0.2, '52.52', '-15.25'],
  ['A', 0.1, '40.44', '-8.91'],
  ['B', 0.4, '22.80', '-5.388'],
  ['B', 0.2, '17.14', '-3.197'],
  ['B', 0.1, '12.54', '-1.804'],
  ['C', 0.2, '51.86', '-10.16'],
  ['C', 0.1, '37.97', '-5.70'],
  ['D', 0.2, '20.96', '-0.424'],
  ['D', 0.1, '14.71', '-0.384'],
];

/** The same for a shifted barrier with Euler–Maruyama, and for Lamperti–Heun with the bridge. */
const BIAS_OF_OTHERS: readonly (readonly [SetName, number, shift: string, heun: string])[] = [
  ['A', 0.2, '-16.93', '1.013'],
  ['A', 0.1, '-9.66', '0.264'],
  ['B', 0.4, '-4.79', '1.085'],
  ['B', 0.2, '-2.81', '0.272'],
  ['B', 0.1, '-1.56', '0.070'],
  ['C', 0.2, '-10.20', '0.518'],
  ['C', 0.1, '-5.60', '0.134'],
  ['D', 0.2, '1.32', '0.452'],
  ['D', 0.1, '0.61', '0.116'],
];

describe('the bias of the mean first-passage time', () => {
  it.each(BIAS)('set %s, dt %s: grid %s %%, bridge %s %%', (name, dt, grid, bridge) => {
    const process = severity(SETS[name].params);
    const percent = (monitor: boolean) =>
      100 * (passageOfChain(passageChain(process, dt, monitor), [0.1], 'upper').mean / SETS[name].mfpt - 1);
    const digits = (printed: string) => printed.split('.')[1]!.length;
    expect(percent(false).toFixed(digits(grid))).toBe(grid);
    expect(percent(true).toFixed(digits(bridge))).toBe(bridge);
  });

  it.each(BIAS_OF_OTHERS)('set %s, dt %s: shift %s %%, Lamperti–Heun %s %%', (name, dt, shift, heun) => {
    const process = severity(SETS[name].params);
    const percent = (chain: Chain) => 100 * (passageOfChain(chain, [0.1], 'upper').mean / SETS[name].mfpt - 1);
    const shifted: End = { at: 0.8, kind: 'absorb', bridge: false, shift: true };
    const byShift = chainOf(process, dt, 'euler-maruyama', reflectAt(0), shifted, RESOLUTION);
    const stepper = stepperOf(process, 'lamperti-heun', { lower: 'reflect', upper: 'reflect' });
    const byHeun = chainOf(process, dt, stepper, reflectAt(0), barrierAt(0.8, true), RESOLUTION);
    expect(percent(byShift).toFixed(2)).toBe(shift);
    expect(percent(byHeun).toFixed(3)).toBe(heun);
  });

  it('is that of the mirrored process, downwards', () => {
    const process = mirror(severity(SETS.B.params));
    const chain = chainOf(process, 0.2, 'euler-maruyama', barrierAt(-0.8, true), reflectAt(0), RESOLUTION);
    const { mean } = passageOfChain(chain, [-0.1], 'lower');
    expect((100 * (mean / SETS.B.mfpt - 1)).toFixed(3)).toBe('-3.197');
  });

  it('shrinks with order 1 (bridge) and order ½ (grid)', () => {
    const process = severity(SETS.B.params);
    for (const [bridge, order, tolerance] of [
      [true, 1, 0.03],
      [false, 0.5, 0.03],
    ] as const) {
      const [coarse, fine] = [4e-3, 1e-3].map(
        (dt) => passageOfChain(passageChain(process, dt, bridge), [0.1], 'upper').mean - SETS.B.mfpt,
      ) as [number, number];
      // The next order is √dt higher: 0.03 at dt = 1e-3.
      expect(Math.abs(Math.log(coarse / fine) / Math.log(4) - order)).toBeLessThan(tolerance);
    }
  });
});

describe('the kernel', () => {
  it.each([
    ['euler-maruyama', reflectAt(0), reflectAt(1)],
    ['milstein', reflectAt(0), { ...reflectAt(1), kind: 'clamp' }],
    ['euler-maruyama', barrierAt(0, true), barrierAt(1, true)],
    ['milstein', barrierAt(0, false), barrierAt(1, true)],
    ['euler-maruyama', { ...reflectAt(0), kind: 'clamp' }, barrierAt(0.8, false)],
  ] as const)('%s conserves probability (%o, %o)', (scheme, lower, upper) => {
    const { kernel, exitLower, exitUpper } = chainOf(severity(SETS.D.params), 0.01, scheme, lower, upper, RESOLUTION);
    for (let i = 0; i < kernel.n; i++) {
      let mass = exitLower[i]! + exitUpper[i]!;
      for (let j = 0; j < kernel.n; j++) mass += kernel.data[i * kernel.n + j]!;
      expect(Math.abs(mass - 1)).toBeLessThan(1e-13);
    }
  });

  it('does not depend on its resolution', () => {
    const process = severity(SETS.B.params);
    const [a, b] = [RESOLUTION, { order: 18, panels: 8 }].map((resolution) =>
      passageWithin(passageChain(process, 0.05, true, resolution), [0.1], 'upper', 200),
    ) as [ReturnType<typeof passageWithin>, ReturnType<typeof passageWithin>];
    for (const name of ['probability', 'mean', 'variance', 'restrictedMean'] as const) {
      expect(relative(a[name]!, b[name]!)).toBeLessThan(1e-8);
    }
  });

  it('one step from a point: the normal law of the proposal, folded or clamped', () => {
    const process = brownian(0, 1, 0, 10);
    const [x, dt] = [0.05, 0.01]; // half a standard deviation from the end
    const density = (z: number) => Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
    let [folded, clamped] = [0, 0];
    const cells = 40_000; // midpoint rule over ±10 deviations
    for (let i = 0; i < cells; i++) {
      const z = -10 + (20 * (i + 0.5)) / cells;
      const y = x + 0.1 * z;
      folded += (Math.abs(y) * density(z) * 20) / cells;
      clamped += (Math.max(y, 0) * density(z) * 20) / cells;
    }
    for (const [kind, exact] of [
      ['reflect', folded],
      ['clamp', clamped],
    ] as const) {
      const chain = chainOf(process, dt, 'euler-maruyama', { ...reflectAt(0), kind }, reflectAt(10), RESOLUTION);
      expect(momentsOfChain(chain, [x], [1])[0]!.mean).toBeCloseTo(exact, 8);
    }
  });

  it('Brownian motion with two bridged barriers has no bias in where it leaves', () => {
    const process = brownian(0.3, 1, 0, 1);
    const chain = chainOf(process, 1e-3, 'euler-maruyama', barrierAt(0, true), barrierAt(1, true), RESOLUTION);
    const exact = (1 - Math.exp(-0.6 * 0.4)) / (1 - Math.exp(-0.6));
    expect(passageOfChain(chain, [0.4], 'upper').probability).toBeCloseTo(exact, 8); // the frozen step is exact here
    const lower = passageOfChain(chain, [0.4], 'lower');
    expect(lower.probability).toBeCloseTo(1 - exact, 8);
  });

  it('an arithmetic walk: moments of Euler–Maruyama for Ornstein–Uhlenbeck in closed form', () => {
    const [theta, sigma, dt, n] = [1.3, 0.4, 0.1, 17];
    const process: Process = { ...brownian(0, sigma, -4, 4), drift: (x) => -theta * x };
    const chain = chainOf(process, dt, 'euler-maruyama', reflectAt(-4), reflectAt(4), RESOLUTION);
    const factor = 1 - theta * dt;
    const [law] = momentsOfChain(chain, [0.8], [n]);
    expect(law!.mean).toBeCloseTo(0.8 * factor ** n, 9);
    expect(law!.variance).toBeCloseTo((sigma ** 2 * dt * (1 - factor ** (2 * n))) / (1 - factor ** 2), 9);
    expect(stationaryOfChain(chain).variance).toBeCloseTo((sigma ** 2 * dt) / (1 - factor ** 2), 9);
  });

  it('has its stationary law at steps so short that powers of its matrix grow', () => {
    const process = severity(SETS.B.params);
    const [coarse, fine] = [1e-3, 1e-4].map((dt) => {
      const chain = chainOf(process, dt, 'euler-maruyama', reflectAt(0), reflectAt(1), RESOLUTION);
      return stationaryOfChain(chain).variance - SETS.B.variance;
    }) as [number, number];
    // Order 1; the kernel's own error at dt 1e-4 is 2e-7 (two resolutions), of a bias of 3.8e-7.
    expect(Math.abs(fine - coarse / 10)).toBeLessThan(3e-7);
  });

  it('Milstein, one step over a barrier: between the roots of x + μdt + σ√dt z + ½σσ′dt (z² − 1) = b', () => {
    const [sigma1, x, b, dt] = [1.2, 0.5, 0.3, 0.1];
    const process: Process = {
      drift: () => 0.2,
      diffusion: (y) => sigma1 * y,
      diffusionSlope: (y) => sigma1 * sigma1 * y,
      lower: b,
      upper: 8,
    };
    const chain = chainOf(process, dt, 'milstein', barrierAt(b, false), reflectAt(8), { order: 20, panels: 16 });
    const [noise, correction] = [sigma1 * x * Math.sqrt(dt), (sigma1 * sigma1 * x * dt) / 2];
    const root = Math.sqrt(noise ** 2 - 4 * correction * (x + 0.2 * dt - correction - b));
    const [high, low] = [(-noise + root) / (2 * correction), (-noise - root) / (2 * correction)];
    const exact = normalCdf(high) - normalCdf(low);
    expect(passageWithin(chain, [x], 'lower', 1).probability).toBeCloseTo(exact, 8);
  });

  it('Milstein for geometric Brownian motion: E x² (1 + … + ½σ⁴dt²) each step', () => {
    const [mu, sigma, dt, n] = [0.1, 0.3, 0.05, 8];
    const process: Process = {
      drift: (x) => mu * x,
      diffusion: (x) => sigma * x,
      diffusionSlope: (x) => sigma * sigma * x,
      lower: 0,
      upper: 60,
    };
    const chain = chainOf(process, dt, 'milstein', reflectAt(0), reflectAt(60), { order: 20, panels: 8 });
    const [law] = momentsOfChain(chain, [1], [n]);
    const second = (1 + mu * dt) ** 2 + sigma ** 2 * dt + (sigma ** 4 * dt ** 2) / 2;
    expect(law!.mean).toBeCloseTo((1 + mu * dt) ** n, 8);
    expect(law!.variance).toBeCloseTo(second ** n - (1 + mu * dt) ** (2 * n), 7);
  });
});

describe('censored sums', () => {
  it('agree with survival, step by step', () => {
    const chain = passageChain(severity(SETS.D.params), 0.1, true);
    const N = 37;
    const survival = survivalOf(
      chain,
      [0.1],
      Array.from({ length: N + 1 }, (_, n) => n),
    );
    const law = passageWithin(chain, [0.1], 'upper', N);
    let [first, second, restricted] = [0, 0, N * 0.1 * survival[N]!];
    for (let k = 1; k <= N; k++) {
      const hit = survival[k - 1]! - survival[k]!;
      const time = (k - 0.5) * 0.1;
      first += hit * time;
      second += hit * time * time;
      restricted += hit * time;
    }
    const probability = 1 - survival[N]!;
    expect(law.probability).toBeCloseTo(probability, 12);
    expect(law.mean).toBeCloseTo(first / probability, 11);
    const sheppard = 0.1 ** 2 / 12;
    expect(law.variance).toBeCloseTo(second / probability - (first / probability) ** 2 - sheppard, 10);
    expect(law.restrictedMean).toBeCloseTo(restricted, 11);
  });

  it('reach the infinite horizon', () => {
    const chain = passageChain(severity(SETS.B.params), 0.1, false);
    const [far, limit] = [passageWithin(chain, [0.1], 'upper', 5000), passageOfChain(chain, [0.1], 'upper')];
    expect(relative(far.mean, limit.mean)).toBeLessThan(1e-10);
    expect(relative(far.variance, limit.variance)).toBeLessThan(1e-9);
  });

  it('count a threshold met at the start at time 0', () => {
    const chain = passageChain(severity(SETS.B.params), 0.1, true);
    expect(passageWithin(chain, [0.8], 'upper', 10)).toMatchObject({ probability: 1, mean: 0, restrictedMean: 0 });
  });

  it('are whole where no path can have hit yet', () => {
    const chain = passageChain(severity(SETS.B.params), 0.1, true);
    expect(passageWithin(chain, [0.1], 'upper', 1)).toMatchObject({ probability: 0, restrictedMean: 0.1 });
  });
});
