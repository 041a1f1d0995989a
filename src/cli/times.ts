/** --times FILE: each path's times, written while the run goes on. */
import { type FileHandle, open, rename, rm, stat } from 'node:fs/promises';
import { extname } from 'node:path';
import { FirstPassageError, UsageError } from '../errors.js';
import { type Plan, pathsInBlocks } from '../plan/plan.js';
import { createNpyWriter } from '../report/npy.js';
import { formatCount } from '../report/number.js';
import { type ColumnValues, createParquetWriter } from '../report/parquet.js';
import { hitColumns, timesColumns, timesValues } from '../report/times.js';
import { type Study, thresholdsOf } from '../spec/study.js';
import type { EndsListener } from '../study/ends.js';
import { blocksOfShard, type Shard } from '../study/part.js';
import { planStudy } from '../study/plan.js';
import { VERSION } from '../version.js';
import { unwritten } from './deliver.js';
import { cannotWrite } from './folder.js';
import { note } from './terminal.js';

export interface TimesOptions {
  readonly times?: string;
  readonly force?: boolean;
  readonly quiet?: boolean;
}

export const TIMES_HELP =
  "write each path's times to this .parquet or .npy file: path; hit_time (empty where there was no hit), for several thresholds hit_time_1, hit_time_2, … in their order, without a threshold none; end; end_time; weight with method tilted";

/** Before the work begins: says why the file cannot be written. */
export async function checkTimes({ times, force }: TimesOptions, study: Study): Promise<void> {
  if (times === undefined) return;
  const extension = extname(times);
  if (extension !== '.parquet' && extension !== '.npy')
    throw new UsageError(
      `--times: expected a name ending in .parquet or .npy, got ${JSON.stringify(times)}: rename it`,
    );
  if (study.method === 'splitting')
    throw new UsageError('--times: expected method plain or tilted, got splitting, whose paths branch: use tilted');
  const { boundary, firstPassage } = study;
  if (firstPassage === null && boundary.lower !== 'absorb' && boundary.upper !== 'absorb')
    throw new UsageError('--times: expected a study with firstPassage or an absorbing end, got neither: add one');
  const found = await stat(times).catch(() => null);
  if (found?.isDirectory())
    throw new UsageError(`--times: expected a file, got the folder ${JSON.stringify(times)}: name another`);
  if (!force && found !== null)
    throw new UsageError(
      `--times: expected a new file, got ${JSON.stringify(times)}, which exists: add --force to replace it`,
    );
}

/** What the work gave, and why its file could not be finished: a result is never lost to its file. */
interface WithTimes<T> {
  readonly result: T;
  readonly lost: FirstPassageError | null;
}

/** Runs `work` with a listener for the file, if one is asked for; an interrupted run leaves a file of the paths that it has. */
export async function withTimes<T>(
  options: TimesOptions,
  study: Study,
  shard: Shard | undefined,
  work: (onEnds: EndsListener | undefined) => Promise<T>,
): Promise<WithTimes<T>> {
  const file = await openTimes(options, study, shard);
  if (file === null) return { result: await work(undefined), lost: null };
  try {
    const result = await work(file.onEnds);
    const lost = await file.finish().then(
      () => null,
      (error: NodeJS.ErrnoException) => unwritten('--times', options.times!, error),
    );
    if (lost !== null) await file.discard();
    return { result, lost };
  } catch (error) {
    await file.discard();
    throw error;
  }
}

interface TimesFile {
  readonly onEnds: EndsListener;
  /** Makes the file whole, with what was told so far. */
  finish(): Promise<void>;
  /** Takes away what was begun. */
  discard(): Promise<void>;
}

/** Begins FILE.unfinished, which gets its name at the end: a file that has the name is readable. */
async function openTimes({ times, quiet }: TimesOptions, study: Study, shard?: Shard): Promise<TimesFile | null> {
  if (times === undefined) return null;
  const unfinished = `${times}.unfinished`;
  const file = await open(unfinished, 'w').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw cannotWrite('--times', times, error);
    throw new UsageError(
      `--times: expected a file that can be written, got ${JSON.stringify(times)}: its folder does not exist: make it first`,
    );
  });
  const plan = planStudy(study);
  const { firstBlock, blocks } = blocksOfShard(plan, shard ?? { index: 1, count: 1 });
  const expected = pathsInBlocks(plan, firstBlock, blocks);
  const thresholds = thresholdsOf(study);
  const hits = hitColumns(plan).map((column, j) => ({ column, ...thresholds[j]! }));
  const about = { schema: 'firstpassage/times@1', version: VERSION, spec: study, shard: shard ?? null, hits };
  let paths = 0;
  const table = await openTable(extname(times), file, plan, about);
  return {
    async onEnds(firstPath, ends) {
      paths += ends.fate.length;
      await table.write(timesValues(plan, firstPath, ends)).catch((error: NodeJS.ErrnoException) => {
        throw new FirstPassageError(cannotWrite('--times', times, error).message);
      });
    },
    async finish() {
      const complete = paths === expected;
      await table.finish(complete);
      await file.close();
      await rename(unfinished, times);
      if (!quiet)
        note(
          `wrote ${formatCount(paths)} paths to ${times}${complete ? '' : `, the first of ${formatCount(expected)}`}`,
        );
    },
    async discard() {
      await file.close();
      await rm(unfinished, { force: true });
    },
  };
}

interface Table {
  write(values: readonly ColumnValues[]): Promise<void>;
  finish(complete: boolean): Promise<void>;
}

async function openTable(extension: string, file: FileHandle, plan: Plan, about: object): Promise<Table> {
  const append = async (bytes: Uint8Array) => void (await file.appendFile(bytes));
  if (extension === '.npy') {
    const npy = await createNpyWriter(append, timesColumns(plan));
    return {
      write: (values) => npy.write(values),
      finish: async () => void (await file.write(npy.header(), 0, undefined, 0)),
    };
  }
  const parquet = await createParquetWriter(append, timesColumns(plan));
  return {
    write: (values) => parquet.write(values),
    finish: (complete) => parquet.finish({ firstpassage: JSON.stringify({ ...about, complete }) }),
  };
}
