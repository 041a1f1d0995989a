import { describe, expect, it } from 'vitest';
import { createReferenceBackend } from '#dist/backend/reference/index.js';
import { MergeError, StudyError } from '#dist/errors.js';
import { BLOCK } from '#dist/plan/plan.js';
import type { Result } from '#dist/result/result.js';
import type { Study } from '#dist/spec/study.js';
import { critical } from '#dist/study/critical.js';
import { mergeParts } from '#dist/study/merge.js';
import type { Part } from '#dist/study/part.js';
import { planStudy } from '#dist/study/plan.js';
import { type RunProgress, run, runPart } from '#dist/study/run.js';
import { sweep } from '#dist/study/sweep.js';
import { theory } from '#dist/study/theory.js';
import { SETS, studyOf, up } from '../../helpers/studies.js';

const study = studyOf({
  params: SETS.D.params,
  paths: 5 * BLOCK + 3,
  dt: 0.1,
  horizon: 3,
  saveAt: [1, 3],
  firstPassage: [up(0.5), up(0.8, 'grid')],
  samplePaths: 2,
});

const throughJson = <T>(value: T): T => JSON.parse(JSON.stringify(value));
const withoutProvenance = ({ provenance: _, ...rest }: Result) => rest;

describe('a study that is not parsed', () => {
  const written = { model: 'brownian' } as unknown as Study;

  it.each([
    ['run', () => run(written)],
    ['runPart', () => runPart(written, { index: 0, count: 1 })],
    ['theory', async () => theory(written)],
    ['sweep', () => sweep(written)],
    ['critical', () => critical(written)],
    ['planStudy', async () => planStudy(written)],
  ])('is refused by %s, which says what is missing and what to do', async (_, call) => {
    const error = await call().catch((e: unknown) => e);
    expect(error).toBeInstanceOf(StudyError);
    expect((error as StudyError).message).toMatch(
      /^expected a study from parseStudy, got one without params, domain, .*, backend: pass it through parseStudy first$/,
    );
  });

  it('also where it is no object', async () => {
    await expect(run('brownian' as unknown as Study)).rejects.toThrow(
      'expected a study from parseStudy, got "brownian"',
    );
  });
});

describe('run', () => {
  it('has every field of the contract, and survives JSON', async () => {
    const result = await run(study);
    expect(throughJson(result)).toEqual(result);
    expect(Object.keys(result)).toEqual([
      'schema',
      'spec',
      'provenance',
      'snapshots',
      'firstPassage',
      'exits',
      'samplePaths',
      'failures',
      'checks',
      'goodnessOfFit',
      'unchecked',
    ]);
    expect(result.provenance.partial).toBeNull();
    expect(result.snapshots.map(({ time, paths }) => [time, paths])).toEqual([
      [1, study.paths],
      [3, study.paths],
    ]);
    expect(result.snapshots[0]!.histogram.edges).toHaveLength(101);
    expect(result.snapshots[0]!.histogram.counts.reduce((a, b) => a + b)).toBe(study.paths);
    expect(result.samplePaths!.values.map((x) => x.length)).toEqual([31, 31]);
    expect(result.exits).toBeNull();
    for (const passage of [result.firstPassage].flat()) expect(passage!.hits + passage!.censored).toBe(study.paths);
  });

  it('draws sample paths to the horizon, though nothing is saved there', async () => {
    const { samplePaths } = await run(studyOf({ paths: 10, horizon: 10, saveAt: [1], samplePaths: 1 }));
    expect(samplePaths!.times.at(-1)).toBe(10);
    expect(samplePaths!.values[0]).toHaveLength(101);
  });

  it('gives one first passage for one threshold and null for none', async () => {
    const one = await run(studyOf({ paths: 100, firstPassage: up(0.8) }));
    expect(one.firstPassage).toMatchObject({ threshold: 0.8, direction: 'up', monitor: 'bridge' });
    const down = { threshold: 0.2, direction: 'down', monitor: 'grid', bins: 10 } as const;
    expect((await run(studyOf({ paths: 100, firstPassage: down }))).firstPassage).toMatchObject({
      threshold: 0.2,
      direction: 'down',
      monitor: 'grid',
    });
    expect((await run(studyOf({ paths: 100 }))).firstPassage).toBeNull();
  });

  it('reports progress up to all paths', async () => {
    const seen: RunProgress[] = [];
    await run(study, { onProgress: (progress) => seen.push(progress) });
    expect(seen.at(-1)).toMatchObject({ paths: study.paths, totalPaths: study.paths, secondsLeft: 0 });
    expect(seen.at(-1)!.pathStepsPerSecond).toBeGreaterThan(0);
  });

  it('keeps what was computed when aborted: the first blocks, the same bits', async () => {
    const abort = new AbortController();
    const partial = await run(study, {
      signal: abort.signal,
      onProgress: ({ paths }) => {
        if (paths >= 2 * BLOCK) abort.abort();
      },
    });
    expect(partial.provenance.partial).toEqual({ requested: study.paths, completed: 2 * BLOCK });
    const short = await run({ ...study, paths: 2 * BLOCK });
    expect(partial.snapshots).toEqual(short.snapshots);
    expect(partial.firstPassage).toEqual(short.firstPassage);
    expect(partial.unchecked).toEqual({ '': expect.stringMatching(/^the run was interrupted before/) });
  });

  it('leaves a backend of the caller open', async () => {
    const backend = await createReferenceBackend();
    let closed = false;
    backend.close = () => {
      closed = true;
      return Promise.resolve();
    };
    await run(studyOf({ paths: 10 }), { backend });
    expect(closed).toBe(false);
  });
});

describe('merge', () => {
  const partsOf = (count: number): Promise<Part[]> =>
    Promise.all(
      Array.from({ length: count }, async (_, i) => throughJson(await runPart(study, { index: i + 1, count }))),
    );

  it.each([1, 4, 7])('of %d parts is the run as a whole', async (count) => {
    const whole = withoutProvenance(await run(study));
    expect(withoutProvenance(mergeParts((await partsOf(count)).reverse()))).toEqual(whole);
  });

  it('refuses parts that do not make one whole, and says which', async () => {
    const [first, second, third] = (await partsOf(3)) as [Part, Part, Part];
    const other = await runPart({ ...study, seed: 9 }, { index: 3, count: 3 });
    const abort = new AbortController();
    abort.abort();
    const partial = await runPart(study, { index: 3, count: 3 }, { signal: abort.signal });
    const older = { ...third, provenance: { ...third.provenance, version: '0.0.1' } };
    const elsewhere = { ...third, provenance: { ...third.provenance, backend: 'wasm' } } as Part;
    expect(() => mergeParts([])).toThrow(MergeError);
    expect(() => mergeParts([first, third])).toThrow('missing part 2/3');
    expect(() => mergeParts([first, second, second])).toThrow('part 2/3 is given twice');
    expect(() => mergeParts([first, second, other])).toThrow('differ in spec.seed: 1 and 9');
    expect(() => mergeParts([first, second, older])).toThrow('differ in version: 0.1.0 and 0.0.1');
    expect(() => mergeParts([first, second, elsewhere])).toThrow('differ in backend: reference and wasm');
    expect(() => mergeParts([first, second, partial])).toThrow('part 3/3 is partial');
    expect(() => mergeParts([first, second, {} as Part])).toThrow('expected a part');
    expect(() => mergeParts([{ ...first, totals: undefined } as unknown as Part])).toThrow('a part lacks totals');
  });

  it('names only the first of many missing parts', async () => {
    const part = { ...(await runPart(study, { index: 1, count: 1 })), shard: { index: 1, count: 1_000_000 } };
    expect(() => mergeParts([part])).toThrow(
      /^missing parts 2\/1000000, .*, 11\/1000000 and 999989 more: run them too$/,
    );
  });
});
