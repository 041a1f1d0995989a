import { describe, expect, it } from 'vitest';
import { resultText } from '#dist/report/text.js';
import type { Check } from '#dist/result/result.js';
import type { TheoryResult } from '#dist/result/theory.js';
import { exit, fakeResult, none, passage, snapshot } from './fake.js';

const canvas = { width: 80, unicode: true };
const watching = { firstPassage: { threshold: 0.8 } };

const check = (quantity: string, more: Partial<Check> = {}): Check => ({
  quantity,
  simulated: 11.4321,
  standardError: 0.041,
  exact: 11.4095879360421,
  bias: -0.0207,
  z: 0.55,
  zCorrected: 1.05,
  ok: true,
  ...more,
});

describe('the report of a run', () => {
  it('opens with the study, the backend and why, and the rate', () => {
    expect(resultText(fakeResult(), { canvas }).split('\n').slice(0, 5)).toEqual([
      'severity  alpha 0.6  beta 0.3  gamma 0.01  sigma0 0.05  sigma1 0.1',
      'on [0, 1], reflect / reflect, from 0.1, Itô',
      '20,000 paths, dt 0.01, horizon 200, euler-maruyama, philox4x32-10, seed 7',
      'wasm, 2 threads: no hardware GPU adapter',
      '1.14 G path-steps in 3.2 s: 356 M path-steps/s (start-up 0.12 s)',
    ]);
  });

  it('tells the position at each save time', () => {
    const text = resultText(fakeResult(), { canvas });
    // sd = √0.0121 = 0.11, its error 0.00022 / (2 · 0.11) = 0.001.
    expect(text).toMatch(/\nPosition\n {2}time {13}mean {15}sd {3}5 % {2}25 % {3}50 % {3}75 % {3}95 %\n/);
    expect(text).toMatch(
      /\n {4}10 {2}0\.6488 ± 0\.0008 {2}0\.1100 ± 0\.0010 {2}4\.88 {2}7\.37 {2}10\.02 {2}14\.00 {2}22\.67\n/,
    );
    expect(text).not.toContain('alive');
  });

  it('says how many live where an end absorbs', () => {
    const snapshots = [snapshot(10), { ...snapshot(20), paths: 12_345 }];
    const text = resultText(fakeResult({ boundary: { upper: 'absorb' } }, { snapshots }), { canvas });
    expect(text).toContain('Position of the paths still alive');
    expect(text).toMatch(/time {3}alive/);
    expect(text).toContain('12,345');
  });

  it('says in a line that no path lives, and draws no histogram of a few', () => {
    const text = (...alive: number[]) =>
      resultText(
        fakeResult(
          { boundary: { upper: 'absorb' } },
          { snapshots: alive.map((paths) => ({ ...snapshot(10), paths })) },
        ),
        { canvas },
      );
    expect(text(0)).toContain('\nNo path is alive at time 10.\n');
    expect(text(0)).not.toContain('Position');
    expect(text(0, 0)).toContain('\nNo path is alive at any save time.\n');
    expect(text(25)).toContain('  at time 10\n');
    expect(text(25, 24)).not.toContain('  at time 10\n');
  });

  it('names the method for unlikely hits where a plain run has fewer than 100 of them', () => {
    const few = (hits: number) =>
      resultText(fakeResult(watching, { firstPassage: { ...passage, hits, censored: 20_000 - hits } }), { canvas });
    expect(few(99)).toContain('\n  only 99 paths hit: --set method=tilted looks for unlikely hits');
    expect(few(0)).toContain('\n  no path hit: --set method=tilted');
    expect(few(100)).not.toContain('method=tilted');
    const small = { ...passage, hits: 50, censored: 10 }; // likely: more paths are the remedy
    expect(resultText(fakeResult(watching, { firstPassage: small }), { canvas })).not.toContain('method=tilted');
  });

  it('says what the weights of tilted and branching paths are worth', () => {
    const weights = {
      effectiveSampleSize: 4321.5,
      largestShare: 0.0123,
      work: 523.4,
      plainWork: 4.1e9,
      quantiles: passage.quantiles,
      stages: null,
    };
    const text = (method: string, more: object) =>
      resultText(
        fakeResult(
          { ...watching, saveAt: [], method },
          { firstPassage: { ...passage, hits: 19_000, censored: 1000, weights: { ...weights, ...more } } },
        ),
        { canvas },
      );
    const tilted = text('tilted', {});
    expect(tilted).toContain('20,000 paths (tilted), dt 0.01');
    expect(tilted).toContain('(monitor bridge): 19,000 of 20,000 tilted paths hit, each with its weight');
    expect(tilted).toContain('\n  tilted: the weights are worth 4,321 equal ones, the largest is 1.2 % of their sum\n');
    expect(tilted).toMatch(/\n {2}mean given a hit +11\.43 ± 0\.04\n {2}sd given a hit .*\n {2}median given a hit /);
    expect(tilted).toContain('\n  5, 25, 75, 95 % given a hit: 4.88');
    expect(tilted).toContain('\n  relative variance × path-steps 520 (plain sampling: 4100000000)\n');
    expect(text('splitting', { stages: [0.25, 0.3] })).toContain(
      '\n  chance of each level from the one before: 0.25 0.30\n',
    );
  });

  it('tells the first passage with what is exact beside it', () => {
    const checks = [check('firstPassage.mean')];
    const text = resultText(fakeResult(watching, { firstPassage: passage, checks }), { canvas });
    expect(text).toContain(
      [
        'First passage up through 0.8 (monitor bridge): 20,000 paths hit',
        '  by 200     1.00000 ± 0.00005',
        '  mean       11.43 ± 0.04       exact 11.410  bias -0.021  z 0.6 (1.1 less bias)',
        '  sd         6.00 ± 0.05',
        '  median     10.02 ± 0.04',
        '  tail rate  0.150 ± 0.002',
        '  5, 25, 75, 95 %: 4.88, 7.37, 14.00, 22.67',
      ].join('\n'),
    );
  });

  it('says why an estimate is missing, and gives E min(T, horizon) where paths are censored', () => {
    const firstPassage = {
      ...passage,
      hits: 5000,
      censored: 15_000,
      absorbed: 100,
      quantiles: { ...passage.quantiles, '0.5': none('fewer than 50 % of the paths hit by the horizon') },
    };
    const text = resultText(fakeResult(watching, { firstPassage }), { canvas });
    expect(text).toContain('5,000 paths hit, 15,000 did not, 100 of them absorbed');
    expect(text).toMatch(/median of all +– +fewer than 50 % of the paths hit by the horizon/);
    expect(text).toMatch(/mean of hits +11\./);
    expect(text).toMatch(/95 % of all: /);
    expect(text).toMatch(/E min\(T, horizon\) +11\.43 ± 0\.04/);
  });

  it('finds the check of each of several thresholds, however its path is written', () => {
    const study = { firstPassage: [{ threshold: 0.8 }, { threshold: 0.7 }] };
    const firstPassage = [passage, { ...passage, threshold: 0.7 }];
    const checks = [check('firstPassage[1].mean', { exact: 12.5 })];
    const text = resultText(fakeResult(study, { firstPassage, checks }), { canvas });
    const [first, second] = text.split('First passage up through').slice(1);
    expect(first).not.toContain('exact');
    expect(second).toContain('exact 12.500');
  });

  it('marks a bias beyond five standard errors, and a failed check', () => {
    const limited = [check('firstPassage.mean', { bias: -0.21 })];
    expect(resultText(fakeResult(watching, { firstPassage: passage, checks: limited }), { canvas })).toContain(
      'bias -0.21 (bias-limited)',
    );
    const remedy = (study: object, quantity = 'firstPassage.mean') => {
      const coarse = [check(quantity, { bias: -0.21 })];
      const text = resultText(fakeResult({ ...watching, ...study }, { firstPassage: passage, checks: coarse }), {
        canvas,
      });
      return /1 of them is bias-limited: .*; use (.*)\n/.exec(text)![1];
    };
    const grid = { firstPassage: { threshold: 0.8, monitor: 'grid' } };
    const orTolerance = 'a smaller dt or a tolerance in place of dt';
    expect(remedy({})).toBe('a smaller dt, scheme: lamperti-heun or a tolerance in place of dt');
    expect(remedy({ scheme: 'lamperti-heun' })).toBe(orTolerance);
    expect(remedy({ boundary: { lower: 'clamp' } })).toBe(orTolerance);
    expect(remedy({ model: 'wright-fisher' })).toBe(orTolerance); // σ = 0 at both ends
    expect(remedy(grid)).toBe(`monitor: bridge, ${orTolerance}`);
    expect(remedy(grid, 'snapshots.0.mean')).toMatch(/lamperti-heun/);
    expect(remedy({ method: 'tilted', saveAt: [] })).toBe('a smaller dt or scheme: lamperti-heun');
    const just = [check('firstPassage.mean', { bias: -0.2 })];
    expect(resultText(fakeResult(watching, { firstPassage: passage, checks: just }), { canvas })).not.toContain(
      'bias-limited',
    );
    const failed = [check('firstPassage.mean', { exact: 12, zCorrected: -13.42, ok: false })];
    const text = resultText(fakeResult(watching, { firstPassage: passage, checks: failed }), { canvas });
    expect(text).toContain('CHECK FAILED: firstPassage.mean is 11.4321, expected 12: off by -13.4 standard errors');
  });

  it('leaves out what a bias too small to see would change', () => {
    const small = [check('firstPassage.mean', { bias: 0.002, z: 0.02, zCorrected: -0.03 })];
    const text = resultText(fakeResult(watching, { firstPassage: passage, checks: small }), { canvas });
    expect(text).toMatch(/exact 11\.410 {2}bias ≈ 0 {2}z 0\.0\n/);
    const seen = [check('firstPassage.mean', { bias: 0.0021, z: 0.02, zCorrected: -0.06 })];
    const more = resultText(fakeResult(watching, { firstPassage: passage, checks: seen }), { canvas });
    expect(more).toMatch(/bias \+0\.0021 {2}z 0\.0 \(-0\.1 less bias\)\n/);
  });

  it('shows a bias that comes from beside the checks', () => {
    const text = resultText(fakeResult(watching, { firstPassage: passage }), {
      canvas,
      bias: { 'firstPassage.mean': 0.03 },
    });
    expect(text).toMatch(/mean +11\.43 ± 0\.04 +bias \+0\.03\n/);
  });

  it('labels what has no horizon', () => {
    const regular = { class: 'regular', attracting: true, reason: 'the noise does not vanish there' } as const;
    const theory: TheoryResult = {
      schema: 'firstpassage/theory@1',
      stationary: {
        mean: 0.66586,
        variance: 0.0112317,
        skewness: 0.02,
        excessKurtosis: -0.03,
        moments: { raw: [], central: [] },
        modes: [0.67],
        density: { x: [], p: [] },
      },
      firstPassage: {
        threshold: 0.8,
        probability: 1,
        mean: 11.4095879,
        variance: 33.909359,
        skewness: null,
        excessKurtosis: null,
        moments: null,
        conditionalMean: 11.4095879,
        conditionalVariance: 33.909359,
        tailRate: null,
        tailAmplitude: null,
        atHorizon: null,
      },
      exit: null,
      spectrum: null,
      relaxationRate: 0.564,
      relaxationTime: null,
      autocorrelationTime: null,
      ends: { lower: regular, upper: regular },
      regime: {
        label: 'supercritical',
        text: 'one stable point',
        fixedPoints: [],
        modes: [],
        noiseInduced: { modes: [], lost: [] },
        crossings: [],
        severity: null,
      },
      errors: {},
      reasons: {},
    };
    const text = resultText(fakeResult(watching, { firstPassage: passage }), { canvas, theory });
    expect(text).toContain('  infinite horizon: mean 11.410, sd 5.82317 (exact)');
    expect(text).toContain(
      '  infinite horizon: stationary mean 0.66586, sd 0.105980 (exact)'.replace('0.105980', '0.10598'),
    );
  });

  it('tells exits', () => {
    const study = { boundary: { lower: 'absorb', upper: 'absorb' } };
    const text = resultText(fakeResult(study, { exits: { lower: exit, upper: exit } }), { canvas });
    expect(text).toContain('Exit at the lower end 0: 12,000 paths\n  probability  0.600 ± 0.004');
    expect(text).toContain('Exit at the upper end 1: 12,000 paths');
  });

  it('tells of the exits without a horizon once, of either end only where both absorb', () => {
    const sides = (lower: number, upper: number) => ({ lower: { probability: lower }, upper: { probability: upper } });
    const lineOf = (absorbing: readonly ('lower' | 'upper')[], lower: number, upper: number) => {
      const boundary = Object.fromEntries(absorbing.map((side) => [side, 'absorb']));
      const exits = Object.fromEntries(absorbing.map((side) => [side, exit]));
      const theory = { stationary: null, exit: { meanTime: 1.75, ...sides(lower, upper) } } as unknown as TheoryResult;
      const text = resultText(fakeResult({ boundary }, { exits }), { canvas, theory });
      return text.split('\n').filter((line) => line.includes('infinite horizon'));
    };
    expect(lineOf(['lower', 'upper'], 0.25, 0.75)).toEqual([
      '  infinite horizon: P(upper) 0.75, mean time to either end 1.75 (exact)',
    ]);
    expect(lineOf(['upper'], 0, 1)).toEqual(['  infinite horizon: P(upper) 1, mean time to leave 1.75 (exact)']);
    expect(lineOf(['lower'], 1, 0)).toEqual(['  infinite horizon: P(lower) 1, mean time to leave 1.75 (exact)']);
  });

  it('draws nothing of nothing, and counts one path as one', () => {
    const empty = { ...snapshot(10), histogram: { edges: [0, 1, 2], counts: [0, 0] } };
    const firstPassage = { ...passage, hits: 1, histogram: empty.histogram };
    const text = resultText(fakeResult({ ...watching, paths: 1 }, { snapshots: [empty], firstPassage }), { canvas });
    expect(text).not.toMatch(/at time|[▁-█]/);
    expect(text).toMatch(/^1 path, dt/m);
    expect(text).toContain('(monitor bridge): 1 path hit');
  });

  it('says loudly what is partial and what failed', () => {
    const { provenance } = fakeResult();
    const partial = { ...provenance, partial: { requested: 20_000, completed: 8192 } };
    const text = resultText(fakeResult({}, { provenance: partial, failures: { nonFinite: 3 } }), { canvas });
    expect(text).toContain('PARTIAL: 8,192 of 20,000 paths (40.9 %), whole blocks from the first on');
    expect(text).toContain('FAILURES: 3 paths became infinite or NaN');
    expect(resultText(fakeResult(), { canvas })).not.toMatch(/PARTIAL|FAILURES|CHECK/);
  });

  it('has no statistics where no block of paths was finished', () => {
    const { provenance } = fakeResult();
    const partial = { ...provenance, partial: { requested: 20_000, completed: 0 } };
    const checks = [check('firstPassage.mean', { ok: false })];
    const firstPassage = { ...passage, hits: 0, mean: none('no path got there by the horizon') };
    const text = resultText(fakeResult(watching, { provenance: partial, firstPassage, checks }), { canvas });
    expect(text).toMatch(/\n\nPARTIAL: 0 of 20,000 paths: no block of paths was finished$/);
    expect(text).not.toMatch(/First passage|Position|CHECK|standard error/);
  });

  it('gives a line to each reason why something is unchecked, and one to all beyond five', () => {
    const text = (reasons: number) => {
      const unchecked = Object.fromEntries(Array.from({ length: reasons }, (_, i) => [`a${i}`, `reason ${i}`]));
      return resultText(fakeResult(watching, { firstPassage: passage, unchecked: { ...unchecked, b0: 'reason 0' } }), {
        canvas,
      });
    };
    expect(text(6)).toMatch(/\nno check of a0, b0: reason 0\n(.*\n){4}no check of a5: reason 5$/);
    expect(text(7)).toMatch(/\nno check of a4: reason 4\nand 2 more: --json has them in `unchecked`$/);
  });

  it('ends with what its notes mean, where it has some', () => {
    const textOf = (more: Partial<Check>) =>
      resultText(fakeResult(watching, { firstPassage: passage, checks: [check('firstPassage.mean', more)] }), {
        canvas,
      });
    const always = '\n\n± one standard error (SE); z = (estimate − exact)/SE';
    const less = "; less bias: after the time step's own error is taken off";
    expect(textOf({ bias: 0, zCorrected: 0.55 }).endsWith(always)).toBe(true);
    expect(textOf({}).endsWith(`${always}${less}`)).toBe(true);
    expect(
      textOf({ bias: -0.21 }).endsWith(`${always}${less}; bias-limited: the time step's error is above 5 SE`),
    ).toBe(true);
    expect(resultText(fakeResult(watching, { firstPassage: passage }), { canvas })).not.toContain('standard error');
  });

  it('sums up the checks, and says where the time step is what limits them', () => {
    const text = (checks: Check[]) => resultText(fakeResult(watching, { firstPassage: passage, checks }), { canvas });
    expect(text([])).toContain('Checked: nothing could be compared with theory');
    expect(text([check('firstPassage.mean')])).toContain('Checked: 1 of 1 estimates agree with theory');
    expect(text([check('firstPassage.mean')])).not.toContain('bias-limited: the time step is off');
    const limited = check('firstPassage.mean', { bias: -6 * 0.041 });
    expect(text([limited])).toContain('1 of them is bias-limited: the time step is off by more than 5 standard errors');
  });

  it('is pure ASCII where the terminal has nothing else', () => {
    const result = fakeResult(watching, {
      firstPassage: passage,
      exits: { upper: exit },
      checks: [check('firstPassage.mean')],
    });
    const text = resultText(result, { canvas: { width: 80, unicode: false } });
    expect([...text].filter((c) => c.charCodeAt(0) > 126)).toEqual([]);
    expect(text).toContain('11.43 +- 0.04');
  });
});
