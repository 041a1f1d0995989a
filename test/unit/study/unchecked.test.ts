// Every estimate of a result has a check or a reason why it has none.
import { describe, expect, it } from 'vitest';
import type { Estimate, FirstPassage, Result } from '#dist/result/result.js';
import { parseStudy } from '#dist/study/check.js';
import { run } from '#dist/study/run.js';

const ABSORB = { lower: 'absorb', upper: 'absorb' };
const DECISION = {
  model: { drift: 'v', diffusion: 's' },
  params: { v: 0.4, s: 0.9 },
  domain: [-1, 1.5],
  boundary: ABSORB,
  initial: 0.2,
  horizon: 60,
};
/** Noise so weak that a step of 0.5 is coarse: its effect on the mean is known to ± 0.0006. */
const WEAK = { ...DECISION, params: { v: 0.4, s: 0.05 }, dt: 0.5 };
const WELLS = { model: 'double-well', domain: [-2, 2], initial: -1, firstPassage: { threshold: 0.5 }, dt: 0.05 };

const runOf = (input: object): Promise<Result> => run(parseStudy({ backend: 'wasm', ...input }));

/** Dotted paths of all that a check could be of, where there is a number. */
function quantitiesOf({ snapshots, firstPassage, exits }: Result): string[] {
  const NAMES = ['probability', 'mean', 'variance', 'restrictedMean', 'skewness', 'excessKurtosis'];
  const groups: [string, object][] = snapshots.map((snapshot, i) => [`snapshots[${i}]`, snapshot]);
  if (firstPassage !== null && 'threshold' in firstPassage) groups.push(['firstPassage', firstPassage]);
  else groups.push(...(firstPassage ?? []).map((passage, j): [string, object] => [`firstPassage[${j}]`, passage]));
  for (const [side, exit] of Object.entries(exits ?? {})) groups.push([`exits.${side}`, exit]);
  return groups.flatMap(([path, group]) => {
    const { quantiles, ...rest } = group as Record<string, Estimate> & { quantiles: Record<string, Estimate> };
    const estimates: [string, Estimate | undefined][] = [
      ...NAMES.map((name): [string, Estimate | undefined] => [name, rest[name]]),
      ...Object.entries(quantiles).map(([level, e]): [string, Estimate] => [`quantiles.${level}`, e]),
    ];
    const told = estimates.filter(([, e]) => e !== undefined && e.value !== null);
    return [...told.map(([name]) => `${path}.${name}`), `${path}.histogram`];
  });
}

const covers = (whole: string, path: string) =>
  whole === '' || path === whole || path.startsWith(`${whole}.`) || path.startsWith(`${whole}[`);

describe('every estimate', () => {
  it.each([
    ['a step that is coarse beside many paths', { ...WEAK, paths: 1_000_000 }],
    ['a step that is coarse beside few paths', { ...WEAK, paths: 20_000 }],
    ['an end that few paths reach', { ...DECISION, params: { v: 1.2, s: 0.9 }, paths: 20_000, dt: 0.05 }],
    ['few paths', { ...WELLS, paths: 2000 }],
    ['two thresholds', { ...WELLS, firstPassage: [{ threshold: 0.5 }, { threshold: 1 }], saveAt: [40], paths: 2000 }],
    ['weights', { ...WELLS, method: 'tilted', paths: 2000 }],
    [
      'a passage too unlikely to be followed',
      { ...WELLS, params: { a: 1, b: 1, sigma: 0.25 }, paths: 20_000, saveAt: [40] },
    ],
  ] as const)('has a check or a reason: %s', async (_, input) => {
    const result = await runOf(input);
    const { checks, goodnessOfFit, unchecked } = result;
    const compared = [...checks, ...goodnessOfFit].map(({ quantity }) => quantity);
    const reasons = Object.keys(unchecked);
    const silent = quantitiesOf(result).filter(
      (path) => !compared.includes(path) && !reasons.some((whole) => covers(whole, path)),
    );
    expect(silent).toEqual([]);
    // No reason is of something that has a check, nor of a part of something that has a reason.
    expect(reasons.filter((whole) => compared.some((path) => covers(whole, path)))).toEqual([]);
    expect(reasons.filter((path) => reasons.some((whole) => whole !== path && covers(whole, path)))).toEqual([]);
    if (!Array.isArray(result.firstPassage)) expect(reasons.filter((path) => /^firstPassage\[/.test(path))).toEqual([]);
  });

  it('that is known better than its exact value is not compared, and is told so', async () => {
    const { exits, unchecked } = await runOf({ ...WEAK, paths: 1_000_000 });
    expect(exits!.upper!.mean.standardError).toBeLessThan(0.0006);
    expect(unchecked['exits.upper.mean']).toMatch(/known less well than the estimate/);
    expect(unchecked['exits.upper.variance']).toMatch(/spread over less than one step: use a smaller dt/);
    expect(unchecked['snapshots[0]']).toBe('no path is alive then');
  });

  it('of few paths is told how many it takes', async () => {
    const { firstPassage, unchecked } = await runOf({ ...WELLS, paths: 500 });
    expect((firstPassage as FirstPassage).hits).toBeGreaterThan(50);
    expect(unchecked['firstPassage.variance']).toMatch(/^\d+ events tell too little of it: it takes 1000$/);
    expect(unchecked['firstPassage.quantiles']).toMatch(/n p \(1 − p\) = 2500 on, and n is 500$/);
  });

  it('has one reason for all where paths failed', async () => {
    const { failures, unchecked } = await runOf({
      model: { drift: 'exp(150*x)', diffusion: '0.1' },
      domain: [0, 1],
      horizon: 1,
      paths: 100,
    });
    expect(failures.nonFinite).toBeGreaterThan(0);
    expect(Object.keys(unchecked)).toEqual(['']);
    expect(unchecked['']).toMatch(/infinite or NaN/);
  });
});
