import { describe, expect, it } from 'vitest';
import { firstPassage, type Process, severityRegime, type TheorySetup, theoryOf } from '#dist/theory/index.js';
import { brownian, relative, SETS, severity } from './sets.js';

const unit = [0, 1] as const;
const study = (params: Readonly<Record<string, number>>, model: string | null = 'severity'): TheorySetup => ({
  model,
  params,
  boundary: { lower: 'reflect', upper: 'reflect' },
  start: [0.1],
  thresholds: null,
  horizon: 10,
});
const BISECTED = 1e-12; // sixty halvings of a change

describe('the surface where a second peak comes and goes', () => {
  it('set B: δ = σ0σ1 − γ changes its sign', () => {
    const { bimodality } = severityRegime(SETS.B.params, unit);
    expect(bimodality.bimodal).toBe(false);
    expect(bimodality.delta).toBeCloseTo(-0.005, 15);
    const { gamma, sigma0, sigma1 } = bimodality.distances;
    expect(Math.abs(gamma! + 0.005)).toBeLessThan(BISECTED);
    expect(Math.abs(sigma0! - 0.05)).toBeLessThan(BISECTED);
    expect(Math.abs(sigma1! - 0.1)).toBeLessThan(BISECTED);
    expect(bimodality.distances.alpha).toBeNull(); // δ < 0 whatever α and β
    expect(bimodality.distances.beta).toBeNull();
  });

  it('set D: by δ = 0 in γ and σ0, by A = 2√(κδ) in α', () => {
    const { bimodality } = severityRegime(SETS.D.params, unit);
    expect(bimodality).toMatchObject({ bimodal: true, A: 0.75 });
    expect(Math.abs(bimodality.distances.gamma! - 0.024)).toBeLessThan(BISECTED);
    expect(Math.abs(bimodality.distances.sigma0! + 0.048)).toBeLessThan(BISECTED);
    // (α − ¼)² = 4 (α + ½) 0.024
    const alpha = (0.596 + Math.sqrt(0.596 ** 2 - 4 * 0.0145)) / 2;
    expect(Math.abs(bimodality.distances.alpha! - (alpha - 1))).toBeLessThan(BISECTED);
    expect(bimodality.margin).toBeCloseTo(0.024, 14);
  });

  it('agrees with the peaks of the density on both sides, also where the domain is narrowed', () => {
    for (const domain of [unit, [0.02, 0.6], [0.1, 0.9]] as const) {
      const params = SETS.D.params;
      const { bimodality } = severityRegime(params, domain);
      const peaks = (changed: typeof params) =>
        theoryOf({ ...severity(changed), lower: domain[0], upper: domain[1] }, study(changed)).regime.modes.length;
      expect(peaks(params)).toBe(bimodality.bimodal ? 2 : 1);
      for (const [name, change] of Object.entries(bimodality.distances)) {
        if (change === null) continue;
        const beyond = { ...params, [name]: params[name as keyof typeof params] + 1.02 * change };
        const before = { ...params, [name]: params[name as keyof typeof params] + 0.98 * change };
        expect([name, peaks(before)]).toEqual([name, bimodality.bimodal ? 2 : 1]);
        expect([name, peaks(beyond)]).toEqual([name, bimodality.bimodal ? 1 : 2]);
      }
    }
  });
});

describe('α = β and the claimed critical point', () => {
  it('is a crossover: x = ½ is stable at α = β − 4γ, and (α − β)/(α + β) is no zero of μ', () => {
    const { params } = SETS.B;
    const { crossover } = severityRegime(params, unit);
    expect(severity({ ...params, alpha: crossover.halfAt }).drift(0.5)).toBeCloseTo(0, 15);
    expect(severity(params).drift(crossover.claimedPoint!)).toBeCloseTo(crossover.driftThere!, 15);
    expect(crossover.driftThere).toBeGreaterThan(0.1);
    expect(theoryOf(severity(params), study(params)).regime.text).toMatch(
      /0\.3333 is no zero of the drift: it is 0\.11/,
    );
  });

  it('the genuine transitions and the way to them', () => {
    const [absorbing, transcritical] = severityRegime(SETS.B.params, unit).transitions;
    expect(absorbing).toMatchObject({ name: 'absorbing', distances: { gamma: -0.01, sigma0: -0.05 } });
    expect(absorbing!.alpha).toBeCloseTo(0.005, 15);
    expect(transcritical).toMatchObject({ name: 'transcritical', alpha: 0, distances: { alpha: -0.6, sigma1: -0.1 } });
    const at = severityRegime({ alpha: 0.125, beta: 0.5, gamma: 0, sigma0: 0, sigma1: 0.5 }, unit);
    expect(at.transitions[0]!.distances).toEqual({ alpha: 0, gamma: 0, sigma0: 0 });
  });
});

describe('peaks', () => {
  it('of set D: the one at 0 is made by noise', () => {
    const { regime } = theoryOf(severity(SETS.D.params), study(SETS.D.params));
    expect(regime.noiseInduced).toEqual({ modes: [0], lost: [] });
  });

  it('of a double well: none is, and the time between them is the first passage over a dip of 2ΔV/σ²', () => {
    const process: Process = { ...brownian(0, 0.4, -2, 2), drift: (x) => x - x ** 3 };
    const { regime, errors } = theoryOf(process, study({}, null));
    expect(regime.noiseInduced).toEqual({ modes: [], lost: [] });
    expect(regime.crossings).toHaveLength(2);
    for (const crossing of regime.crossings) {
      expect(relative(crossing.height!, 0.5 / 0.16)).toBeLessThan(1e-12);
      expect(crossing.over).toBeCloseTo(0, 12);
      const exact = firstPassage(process, [-1], 1, true).mean.value;
      expect(relative(crossing.meanTime!, exact)).toBeLessThan(1e-12);
    }
    expect(errors).toHaveProperty('regime.crossings[1].meanTime');
  });

  it('multiplicative noise that outweighs the drift takes a stable point its peak', () => {
    // The noise of a switch, strong in the middle: paths are found near both ends instead.
    const process: Process = {
      drift: (x) => 0.5 - x,
      diffusion: (x) => 0.2 + 4 * x * (1 - x),
      diffusionSlope: (x) => (0.2 + 4 * x * (1 - x)) * 4 * (1 - 2 * x),
      lower: 0,
      upper: 1,
    };
    const { regime } = theoryOf(process, study({}, null));
    expect(regime.modes.length).toBe(2);
    expect(regime.noiseInduced.modes).toHaveLength(1);
    expect(regime.text).toMatch(/The drift alone would not gather paths at/);
  });
});
