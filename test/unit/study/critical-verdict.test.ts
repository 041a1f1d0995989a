import { describe, expect, it } from 'vitest';
import type { Exponent, Growth } from '#dist/result/critical.js';
import { growthOf, halvings } from '#dist/study/critical-exact.js';
import { growthOnSide } from '#dist/study/critical-exponents.js';
import { commonDecision, type Evidence, judge, together } from '#dist/study/critical-verdict.js';

/** Exponents of a time over twelve halvings of the distance. */
const over = (time: (d: number) => number) => halvings(Array.from({ length: 13 }, (_, k) => time(2 ** -k)));

describe('how a time grows', () => {
  it.each<[string, (d: number) => number, Growth]>([
    ['a power', (d) => 3 * d ** -1, 'diverges'],
    ['a small power', (d) => d ** -0.25, 'diverges'],
    ['a power with a correction', (d) => d ** -2 * (1 + 3 * d), 'diverges'],
    ['a constant', () => 2, 'stays finite'],
    ['a smooth maximum', (d) => 2 - d - d * d, 'stays finite'],
    ['a power that levels off', (d) => 1 / (d + 0.02), 'stays finite'],
    ['a time that falls', (d) => 1 + d, 'stays finite'],
    ['a barrier', (d) => Math.exp(0.01 / d), 'grows exponentially'],
    // At the last distances neither settled nor gone: nobody knows.
    ['a power that begins to level off at the end', (d) => 1 / (d + 2 ** -12), 'undecided'],
  ])('%s', (_, time, growth) => expect(growthOf(over(time))).toBe(growth));

  it('is open where too little is known', () => {
    expect(growthOf([])).toBe('undecided');
    expect(growthOf([0.5])).toBe('undecided');
    expect(growthOf([0.5, Number.NaN])).toBe('undecided');
  });
});

describe('how a sampled time grows on one side', () => {
  const exponent = (value: number, statistical: number, low: number, high: number, reached = false): Exponent => ({
    quantity: 'autocorrelationTime',
    side: 'above',
    noise: 1,
    value,
    statistical,
    systematic: 5, // what quadrature says must not count here
    interval: [value - statistical - 5, value + statistical + 5],
    source: 'monte carlo',
    window: [0.01, 0.2],
    points: 10,
    exactThere: null,
    limit: null,
    saturation: { value: low, interval: [low, high], reached },
    fitted: null,
  });
  it.each<[string, Exponent, Growth]>([
    ['a power that does not level off', exponent(-1, 0.02, 0, 0.002), 'diverges'],
    ['a power that levels off where it is seen to', exponent(-1, 0.02, 0.02, 0.03), 'stays finite'],
    ['a power sampled at the candidate itself', exponent(-1, 0.02, 0, 0.002, true), 'stays finite'],
    ['no power', exponent(-0.02, 0.03, 0, 0.002), 'stays finite'],
    ['a time that falls', exponent(0.8, 0.1, 0, 0.002), 'stays finite'],
    ['a power that chance could make', exponent(-0.5, 0.6, 0, 0.002), 'undecided'],
    ['a power that may level off', exponent(-1, 0.02, 0.002, 0.03), 'undecided'],
  ])('%s', (_, found, growth) => expect(growthOnSide(found)).toBe(growth));
});

describe('the verdict', () => {
  const evidence = (more: Partial<Evidence>): Evidence => ({
    candidate: 0,
    sides: ['stays finite', 'stays finite'],
    modeChange: null,
    limits: [{ name: 'noise → 0', growth: 'stays finite', goesTo: 0 }],
    ...more,
  });
  const limit = (growth: Growth) => ({ limits: [{ name: 'noise → 0', growth, goesTo: 0.1 }] });

  it.each<[string, Evidence, readonly [string, string | null, number | null, string | null]]>([
    ['all finite', evidence({}), ['crossover', null, 0, null]],
    ['a side diverges', evidence({ sides: ['diverges'] }), ['transition', 'divergent', 0, null]],
    ['peaks change', evidence({ modeChange: -0.2 }), ['transition', 'change of modes', -0.2, null]],
    ['only without noise', evidence(limit('diverges')), ['transition', 'divergent', 0.1, 'noise → 0']],
    ['a barrier is no critical point', evidence(limit('grows exponentially')), ['crossover', null, 0, null]],
    ['a side is open', evidence({ sides: ['undecided', 'stays finite'] }), ['undecided', null, null, null]],
    ['a limit is open', evidence(limit('undecided')), ['undecided', null, null, null]],
    // With the noise as it is, peaks change; what happens without it comes after.
    [
      'peaks before limits',
      evidence({ modeChange: 0.3, ...limit('diverges') }),
      ['transition', 'change of modes', 0.3, null],
    ],
  ])('%s', (_, given, [verdict, kind, at, name]) => expect(judge(given)).toEqual({ verdict, kind, at, limit: name }));

  it('needs quadrature and paths not to contradict each other', () => {
    const crossover = judge(evidence({}));
    const divergent = judge(evidence({ sides: ['diverges'] }));
    const open = judge(evidence({ sides: ['undecided'] }));
    const change = judge(evidence({ modeChange: 0.3 }));
    expect(together(divergent, divergent)).toBe(divergent);
    expect(together(divergent, open)).toBe(divergent);
    expect(together(open, divergent)).toBe(divergent);
    expect(together(divergent, crossover).verdict).toBe('undecided');
    expect(together(crossover, divergent).verdict).toBe('undecided');
    expect(together(crossover, change).verdict).toBe('undecided');
    expect(together(change, crossover)).toBe(change); // a dip too shallow for histograms
  });

  it('of the paths is one that 95 of 100 replicates come to', () => {
    const some = (count: number): Growth[] =>
      Array.from({ length: 100 }, (_, i) => (i < count ? 'diverges' : 'undecided'));
    expect(commonDecision(some(95))).toBe('diverges');
    expect(commonDecision(some(94))).toBe('undecided');
  });
});
