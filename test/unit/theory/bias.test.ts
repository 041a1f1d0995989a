import { describe, expect, it } from 'vitest';
import { type BiasSetup, discretisationBias } from '#dist/theory/index.js';
import { SETS, severity } from './sets.js';

const demonstration: BiasSetup = {
  scheme: 'euler-maruyama',
  boundary: { lower: 'reflect', upper: 'reflect' },
  start: [0.1],
  thresholds: [{ value: 0.8, up: true, bridge: true }],
  exitBridge: true,
  horizon: 200,
  saveAt: [10, 20, 40],
};
const B = severity(SETS.B.params);

describe('the bias of a run', () => {
  it('of the demonstration, known to a millionth of each quantity', () => {
    const begin = process.cpuUsage();
    const { firstPassage, snapshots, exits, reasons } = discretisationBias(B, demonstration, 0.01);
    const { user } = process.cpuUsage(begin);
    expect(user / 1e6).toBeLessThan(3); // s; measured 0.5 on an idle core, three times that in a crowd
    expect(reasons).toEqual({});
    expect(exits).toEqual({ lower: null, upper: null });
    const { mean, restrictedMean, probability } = firstPassage[0]!;
    expect((100 * mean!.bias) / mean!.exact).toBeCloseTo(-0.2197, 4);
    expect(mean!.error).toBeLessThan(1e-6 * mean!.exact);
    expect(restrictedMean.bias).toBeCloseTo(mean!.bias, 8);
    expect(Math.abs(probability.bias)).toBeLessThan(1e-11);
    expect(snapshots.map((snapshot) => snapshot!.time)).toEqual([10, 20, 40]);
    for (const snapshot of snapshots) {
      expect(Math.abs(snapshot!.variance!.bias)).toBeGreaterThan(100 * snapshot!.variance!.error);
      expect(Math.abs(snapshot!.mean!.bias)).toBeGreaterThan(100 * snapshot!.mean!.error);
    }
  });

  it('shrinks with its order down to steps too fine to compute', () => {
    const coarse = discretisationBias(B, { ...demonstration, saveAt: [20] }, 4e-3);
    const fine = discretisationBias(B, { ...demonstration, saveAt: [20] }, 4e-4);
    const [a, b] = [coarse.firstPassage[0]!.mean!, fine.firstPassage[0]!.mean!];
    expect(Math.abs(a.bias / b.bias - 10)).toBeLessThan(1.5); // order 1, next order √dt
    expect(Math.abs(b.bias - a.bias / 10)).toBeLessThan(b.error + 0.1 * Math.abs(b.bias));
    const [v, w] = [coarse.snapshots[0]!.variance!, fine.snapshots[0]!.variance!];
    expect(Math.abs(v.bias / w.bias - 10)).toBeLessThan(1.5);
  });

  it('of exits and of a threshold at an absorbing end are the same', () => {
    const setup: BiasSetup = {
      ...demonstration,
      boundary: { lower: 'absorb', upper: 'absorb' },
      thresholds: [{ value: 0.8, up: true, bridge: false }],
      saveAt: [],
    };
    const { firstPassage, exits } = discretisationBias({ ...B, lower: 0.05, upper: 0.8 }, setup, 0.02);
    expect(firstPassage[0]).toEqual(exits.upper); // the exit's draw decides, whatever the threshold's monitor
    expect(exits.lower!.probability.value + exits.upper!.probability.value).toBeCloseTo(1, 9);
    expect(exits.lower!.probability.exact).toBeCloseTo(1 - SETS.B.exitUp, 9);
  });

  it('says why there is none', () => {
    const setup: BiasSetup = { ...demonstration, thresholds: [{ value: 1.2, up: true, bridge: true }], saveAt: [10] };
    const { firstPassage, snapshots, reasons } = discretisationBias(B, setup, 40);
    expect(firstPassage).toEqual([null]);
    expect(snapshots).toEqual([null]);
    expect(reasons['firstPassage[0]']).toMatch(/outside the domain/);
    expect(reasons['snapshots']).toMatch(/σ√dt apart.*smaller dt/);
  });

  it('says so where a hit is too unlikely to average over, and where all have hit at the start', () => {
    const thresholds = [
      { value: 0.8, up: true, bridge: true },
      { value: 1, up: false, bridge: true },
    ];
    const setup: BiasSetup = { ...demonstration, thresholds, horizon: 0.02, saveAt: [] };
    const { firstPassage, reasons } = discretisationBias(B, setup, 0.01);
    expect(firstPassage[0]!.mean).toBeNull();
    expect(Math.abs(firstPassage[0]!.restrictedMean.bias)).toBeLessThan(1e-12);
    expect(firstPassage[1]).toBeNull();
    expect(reasons).toEqual({
      'firstPassage[0].mean': expect.stringMatching(/too unlikely/),
      'firstPassage[0].variance': expect.stringMatching(/too unlikely/),
      'firstPassage[1]': expect.stringMatching(/from the start/),
    });
  });

  it('of a few steps, each a hundredth of the domain, is known: no coarser step divides the time', () => {
    const setup: BiasSetup = { ...demonstration, thresholds: [], saveAt: [0.1] };
    const { snapshots, reasons } = discretisationBias(B, setup, 0.01);
    expect(reasons).toEqual({});
    expect(Math.abs(snapshots[0]!.mean!.bias)).toBeLessThan(1e-3);
    expect(snapshots[0]!.mean!.error).toBeLessThan(1e-7);
  });

  it('is known at two save times that are one of the coarser steps of its kernel', () => {
    const setup: BiasSetup = { ...demonstration, thresholds: [], saveAt: [0.5, 0.501], edges: [0.1, 0.15] };
    const { snapshots, reasons } = discretisationBias(B, setup, 0.0005);
    expect(reasons).toEqual({});
    for (const snapshot of snapshots) expect(snapshot!.cdf).toHaveLength(2);
  });
});
