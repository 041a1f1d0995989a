import { deserialize, serialize } from 'node:v8';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Backend } from '#dist/backend/backend.js';
import { createWasmBackend } from '#dist/backend/wasm/index.js';
import type { SweepPoint } from '#dist/result/sweep.js';
import type { Study } from '#dist/spec/study.js';
import { parseStudy } from '#dist/study/check.js';
import { biasOf, checkResult } from '#dist/study/checks.js';
import { biasesOf, exactOf, isKnown } from '#dist/study/point-theory.js';
import { run } from '#dist/study/run.js';
import { studyAt, sweep } from '#dist/study/sweep.js';
import type { SweepProgress } from '#dist/study/sweep-clock.js';
import { SweepMemory } from '#dist/study/sweep-memory.js';
import { theory } from '#dist/study/theory.js';
import { studyOf, up } from '../../helpers/studies.js';

let backend: Backend;
beforeAll(async () => {
  backend = await createWasmBackend({ threads: 2 });
});
afterAll(() => backend.close());

const base = { dt: 0.1, horizon: 5, saveAt: [2, 4], firstPassage: up(0.3), paths: 1000, seed: 5 } as const;
const OUTPUTS = ['snapshot.mean', 'firstPassage.probability', 'firstPassage.restrictedMean'];
const swept = (more: object = {}): Study =>
  parseStudy({ ...studyOf(base), grid: { alpha: [0.3, 0.6, 0.9], beta: [0.2, 0.5] }, outputs: OUTPUTS, ...more });
const through = (study: Study, options: object = {}) => sweep(study, { backend, threads: 1, ...options });

describe('a sweep', () => {
  it('gives at every point what a run of that point gives, with its checks', async () => {
    const { points, axes, spec, provenance } = await through(swept());
    expect(axes).toEqual([
      { name: 'alpha', values: [0.3, 0.6, 0.9] },
      { name: 'beta', values: [0.2, 0.5] },
    ]);
    expect(spec.outputs).toEqual(OUTPUTS);
    expect(points.map(({ params }) => params['alpha'])).toEqual([0.3, 0.3, 0.6, 0.6, 0.9, 0.9]);
    expect(provenance.partial).toBeNull();
    expect(provenance.biasPoints).toBe(6);
    for (const { params, outputs } of [points[1]!, points[4]!]) {
      const study = studyOf({ ...base, params: { ...swept().params, ...params }, saveAt: [4] });
      const result = await run(study, { backend, checks: false });
      const rows = checkResult(result, biasOf(study));
      for (const [name, { value, standardError, exact, bias, z, zCorrected }] of Object.entries(outputs)) {
        const row = rows.find(({ quantity }) => quantity === name.replace('snapshot', 'snapshots[0]'))!;
        expect([value, standardError, z]).toEqual([row.simulated, row.standardError, row.z]);
        expect([exact, bias]).toEqual([row.exact, row.bias]);
        expect(zCorrected).toBeCloseTo(row.zCorrected!, 10); // value − exact in another order
      }
    }
  });

  it('goes on after points that are done, to the very same result', async () => {
    const study = swept({ outputs: [...OUTPUTS, 'theory.modes'] });
    const whole = await through(study);
    for (const k of [1, 3]) {
      const told: SweepPoint[] = [];
      const onPoint = (point: SweepPoint, index: number) => {
        expect(index).toBe(k + told.length);
        told.push(point);
      };
      const done = JSON.parse(JSON.stringify(whole.points.slice(0, k)));
      const rest = await through(study, { done, onPoint });
      expect(rest.points).toEqual(whole.points);
      expect(told).toEqual(whole.points.slice(k));
    }
  });

  it('with a memory tells estimates first, and after a stop in either half goes on to the very same result', async () => {
    const study = swept({ grid: { alpha: [0.3, 0.6], beta: [0.2, 0.5] }, outputs: ['snapshot.mean', 'theory.modes'] });
    const whole = await through(study);
    const all = [0, 1, 2, 3];
    const memory = new SweepMemory();
    const estimates: number[] = [];
    const points: number[] = [];
    const onEstimate = (point: SweepPoint, index: number) => {
      estimates.push(index);
      const { value, standardError, differences } = whole.points[index]!.outputs['snapshot.mean']!;
      expect(point.outputs['snapshot.mean']).toMatchObject({ value, standardError, differences, exact: null });
    };
    const onPoint = (_: SweepPoint, index: number) => points.push(index);
    for (const stopAt of [1, 4, Number.POSITIVE_INFINITY]) {
      const abort = new AbortController();
      const stopping = (point: SweepPoint, index: number) => {
        onEstimate(point, index);
        if (estimates.length >= stopAt) abort.abort();
      };
      if (estimates.length >= stopAt) abort.abort(); // the stop before let the last points through
      const part = await through(study, { memory, onEstimate: stopping, onPoint, signal: abort.signal });
      const isWhole = stopAt > 4;
      expect(estimates).toEqual(all.slice(0, estimates.length));
      expect(estimates.length).toBeGreaterThanOrEqual(Math.min(stopAt, 4));
      expect(points).toEqual(isWhole ? all : []);
      expect(part.points).toHaveLength(estimates.length);
      expect(part.provenance.partial).toEqual(isWhole ? null : { requested: 4, completed: estimates.length });
      if (isWhole) expect(part.points).toEqual(whole.points);
    }
    expect(memory.pathSteps).toBe(whole.provenance.pathSteps);
  });

  it('keeps all that an abort leaves, at whatever stage, and comes to the very same result', async () => {
    const study = swept({ outputs: ['snapshot.mean', 'theory.modes'] });
    const whole = await through(study);
    let memory = new SweepMemory();
    const stopAt = async (isReached: (progress: SweepProgress) => boolean) => {
      const abort = new AbortController();
      const onProgress = (progress: SweepProgress) => isReached(progress) && abort.abort();
      const part = await through(study, { memory, estimatesFirst: false, signal: abort.signal, onProgress });
      memory = Object.assign(new SweepMemory(), deserialize(serialize(memory))); // as another process has it
      expect(part.points).toEqual(whole.points.slice(0, memory.points.length));
    };
    await stopAt(({ stage }) => stage === 'biases');
    expect(memory.biases.size).toBeGreaterThan(0);
    expect(memory.biases.size).toBeLessThan(6);
    expect(memory.simulated.size).toBe(0);
    await stopAt(({ simulated }) => simulated >= 1);
    expect(memory.biases.size).toBe(6);
    expect(memory.simulated.size).toBeGreaterThan(0);
    await stopAt(({ done }) => done >= 1);
    expect(memory.points.length).toBeGreaterThan(0);
    const { points, provenance } = await through(study, { memory, estimatesFirst: false });
    expect(points).toEqual(whole.points);
    expect(provenance.biasPoints).toBe(6);
    // Each point was simulated once.
    expect(provenance.pathSteps).toBe(whole.provenance.pathSteps);
  });

  it('takes biases and exact values from its memory', async () => {
    const memory = new SweepMemory();
    memory.biases.set(1, { 'snapshot.mean': { value: 0.25, error: 0 } });
    memory.exact.set(1, { 'snapshot.mean': { value: 0.5, error: 0 } });
    const { points } = await through(swept({ outputs: ['snapshot.mean'] }), { memory, estimatesFirst: false });
    expect(points[1]!.outputs['snapshot.mean']).toMatchObject({ exact: 0.5, bias: 0.25 });
    expect(points[2]!.outputs['snapshot.mean']!.exact).not.toBe(0.5);
    expect(memory.exact.size).toBe(0);
  });

  it('counts whole points, and the time for exact values too', async () => {
    const told: SweepProgress[] = [];
    const study = swept({ grid: { alpha: { from: 0.3, to: 0.9, steps: 40 } }, outputs: ['firstPassage.mean'] });
    await through(study, { onProgress: (progress: SweepProgress) => told.push(progress) });
    const points = told.filter(({ stage }) => stage === 'points');
    expect(points.every(({ done, simulated }) => Number.isInteger(done) && done <= simulated)).toBe(true);
    const simulating = points.filter(({ done }) => done === 0);
    // Nothing has been compared yet.
    expect(simulating[0]!.secondsLeft).toBeNull();
    expect(points.filter(({ done, secondsLeft }) => done < 40 && secondsLeft === 0)).toEqual([]);
    expect(points.some(({ done, secondsLeft }) => done < 40 && secondsLeft! > 0)).toBe(true);
    expect(points.at(-1)).toMatchObject({ done: 40, total: 40, simulated: 40, secondsLeft: 0 });
  });

  it('shares random numbers unless told otherwise, which makes differences sharp', async () => {
    const shared = await through(swept(), { theory: false });
    const independent = await through(swept({ independent: true }), { theory: false });
    expect(independent.points[0]!.outputs['snapshot.mean']!.value).toBe(
      shared.points[0]!.outputs['snapshot.mean']!.value,
    );
    expect(independent.points[1]!.outputs['snapshot.mean']!.value).not.toBe(
      shared.points[1]!.outputs['snapshot.mean']!.value,
    );
    for (const name of OUTPUTS) {
      const at = (points: readonly SweepPoint[], i: number) => points[i]!.outputs[name]!;
      const [a, b] = [at(shared.points, 3), at(shared.points, 1)];
      const { alpha, beta } = a.differences;
      expect(Object.keys(a.differences)).toEqual(['alpha', 'beta']);
      expect(Object.keys(b.differences)).toEqual(['beta']);
      expect(alpha!.value).toBe(a.value! - b.value!);
      expect(beta!.value).toBe(a.value! - at(shared.points, 2).value!);
      const apart = at(independent.points, 3).differences['alpha']!.standardError!;
      expect(apart).toBe(
        Math.hypot(at(independent.points, 3).standardError!, at(independent.points, 1).standardError!),
      );
      expect(alpha!.standardError!).toBeLessThan(apart);
      expect(alpha!.standardError!).toBeGreaterThan(0);
    }
  });

  it('has theory alone where nothing else is asked, and simulation alone where theory is not wanted', async () => {
    const alone = await through(swept({ outputs: ['theory.relaxationRate', 'theory.firstPassage.mean'] }));
    expect(alone.provenance.pathSteps).toBe(0);
    expect(alone.points[2]!.outputs['theory.firstPassage.mean']!.exact).toBeGreaterThan(0);
    const bare = await through(swept({ outputs: ['snapshot.mean', 'theory.modes'] }), { theory: false });
    const { 'snapshot.mean': mean, 'theory.modes': modes } = bare.points[0]!.outputs;
    expect([mean!.exact, mean!.z, modes!.exact, modes!.value]).toEqual([null, null, 1, null]);
  });

  it('says why a number is not there, and loses no other to it', async () => {
    const study = swept({
      model: { drift: 'a - x', diffusion: 'sqrt(max(0, s - x))' },
      params: { a: 0.5, s: 2 },
      domain: [0, 1],
      scheme: 'lamperti-heun',
      initial: 0.1,
      grid: { s: [0.9, 2] }, // at 0.9 the noise vanishes inside
      outputs: ['snapshot.mean', 'firstPassage.quantiles.0.95'],
    });
    const { points } = await through(study);
    const refused = points[0]!.outputs['snapshot.mean']!;
    expect(refused.value).toBeNull();
    expect(refused.reasons['value']).toContain('diffusion');
    expect(points[1]!.outputs['snapshot.mean']!.value).not.toBeNull();
  });

  it('returns the whole points that it has when aborted', async () => {
    const study = swept({
      grid: { alpha: { from: 0.1, to: 1, steps: 600 } },
      outputs: ['firstPassage.probability'],
      paths: 50,
    });
    const abort = new AbortController();
    const { points, provenance } = await through(study, {
      signal: abort.signal,
      theory: false,
      onPoint: (_: SweepPoint, index: number) => index === 200 && abort.abort(),
    });
    expect(points.length).toBeGreaterThan(200);
    expect(points.length).toBeLessThan(600);
    expect(provenance.partial).toEqual({ requested: 600, completed: points.length });
  });
});

describe('what is exact of a point', () => {
  const study = studyAt(swept(), { alpha: 0.9, beta: 0.2 });
  const value = (known: ReturnType<typeof exactOf>, name: string) => {
    const at = known[name]!;
    return isKnown(at) ? at.value : at.reason;
  };

  it('is what theory says', () => {
    const told = theory(study);
    const known = exactOf(study, [
      'theory.stationary.mean',
      'theory.relaxationRate',
      'theory.modes',
      'theory.firstPassage.mean',
      'firstPassage.probability',
      'firstPassage.mean',
    ]);
    const passage = told.firstPassage as Extract<typeof told.firstPassage, { threshold: number }>;
    expect(value(known, 'theory.stationary.mean')).toBe(told.stationary!.mean);
    expect(value(known, 'theory.relaxationRate')).toBe(told.relaxationRate);
    expect(value(known, 'theory.modes')).toBe(told.stationary!.modes.length);
    expect(value(known, 'theory.firstPassage.mean')).toBe(passage.mean);
    expect(value(known, 'firstPassage.probability')).toBe(passage.atHorizon!.probability);
    expect(value(known, 'firstPassage.mean')).toBe(passage.atHorizon!.mean);
  });

  it('has the quantile at which the share is reached, or the reason', () => {
    const known = exactOf(study, ['firstPassage.quantiles.0.25']);
    const median = value(known, 'firstPassage.quantiles.0.25') as number;
    const by = exactOf({ ...study, horizon: median }, ['firstPassage.probability']);
    // 1e-7 of a share is where the search ends.
    expect(Math.abs((value(by, 'firstPassage.probability') as number) - 0.25)).toBeLessThan(2e-7);
    const early = exactOf({ ...study, horizon: 0.5 }, ['firstPassage.quantiles.0.95']);
    expect(value(early, 'firstPassage.quantiles.0.95')).toMatch(/^by the horizon .* of the paths have hit$/);
  });

  it('is nothing where no path is left to average over, or where its own error is not small', () => {
    // dX = 1.3 (0.5 − X) dt + s dW out of (−1.2, 1), from −0.3.
    const leaving = (s: number) =>
      parseStudy({
        model: { drift: '1.3*(0.5 - x)', diffusion: 's' },
        params: { s },
        domain: [-1.2, 1],
        boundary: { lower: 'absorb', upper: 'absorb' },
        initial: -0.3,
        scheme: 'lamperti-heun',
        dt: 0.02,
        horizon: 100,
      });
    const names = ['snapshot.mean', 'snapshot.variance', 'snapshot.quantiles.0.5'];
    for (const name of names) {
      // Of the paths 4 % are alive at s = 0.3, and far fewer than rounding at s = 1.1.
      expect(typeof value(exactOf(leaving(0.3), names), name), name).toBe('number');
      expect(value(exactOf(leaving(1.1), names), name)).toBe('practically no path is alive at the save time 100');
    }
    // 1.2e-10 of the paths: enough for the moments by Laplace transform, not for the law on a grid.
    const few = exactOf(leaving(0.5), names);
    expect(value(few, 'snapshot.variance')).toBeGreaterThan(0);
    expect(String(value(few, 'snapshot.quantiles.0.5'))).toMatch(/^it is known to .* only$/);
    const bias = biasesOf(leaving(1.1), ['snapshot.mean']);
    expect(value(bias, 'snapshot.mean')).toBe('practically no path is alive then');
    expect(biasOf(leaving(1.1)).snapshots[0]!.mean).toBeNull();
  });

  it('has the bias of a whole run, and none of what has no time step', () => {
    const full = biasOf(study);
    const known = biasesOf(study, ['snapshot.mean', 'firstPassage.restrictedMean', 'theory.modes']);
    expect(value(known, 'snapshot.mean')).toBe(full.snapshots[0]!.mean!.bias);
    expect(value(known, 'firstPassage.restrictedMean')).toBe(full.firstPassage[0]!.restrictedMean.bias);
    expect(value(known, 'theory.modes')).toBe('it has no time step');
  });
});
