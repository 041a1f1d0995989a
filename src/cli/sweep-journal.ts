/**
 * A sweep under way, kept in the folder of --out: one that was stopped goes on from there. Whole points are written as they
 * come, one a line; what was computed for the points after them when it stops.
 */
import { existsSync } from 'node:fs';
import { appendFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { deserialize, serialize } from 'node:v8';
import { UsageError } from '../errors.js';
import type { SweepPoint } from '../result/sweep.js';
import { axesOf, paramsAt, pointsOf } from '../spec/grid.js';
import type { Study } from '../spec/study.js';
import { SweepMemory } from '../study/sweep-memory.js';
import { VERSION } from '../version.js';
import type { OutputOptions } from './options.js';
import { prepareOut } from './output.js';

export const JOURNAL = 'sweep.partial.jsonl';
/** Biases, and what is simulated or exact of points that are not whole yet. */
const REST = 'sweep.partial.bin';
/** What a finished sweep leaves. */
export const RESULT = 'sweep.json';
const SAVE_EVERY = 500; // ms

/** What must be the same for points of two runs to stand in one sweep. */
interface Head {
  readonly schema: 'firstpassage/sweep-journal@1';
  readonly version: string;
  readonly backend: string;
  readonly theory: boolean;
  readonly spec: Study;
}

export class SweepJournal {
  /** Points that are not written yet. */
  #pending: string[] = [];
  #saved = performance.now();
  #writing: Promise<void> = Promise.resolve();

  private constructor(
    readonly file: string,
    readonly rest: string,
    /** As in its first line. */
    readonly head: string,
    /** Of an earlier run, and what this one adds. */
    readonly memory: SweepMemory,
  ) {}

  /** Makes the folder, or finds an unfinished sweep of the same study in it. null without --out. */
  static async open(
    study: Study,
    backend: string,
    theory: boolean,
    options: OutputOptions,
  ): Promise<SweepJournal | null> {
    const { out, force } = options;
    if (out === undefined) return null;
    const [file, rest] = [join(out, JOURNAL), join(out, REST)];
    const head: Head = { schema: 'firstpassage/sweep-journal@1', version: VERSION, backend, theory, spec: study };
    if (existsSync(file)) {
      const [first = '', ...lines] = (await readFile(file, 'utf8')).split('\n');
      if (first === JSON.stringify(head)) {
        const points = soundPoints(lines, study);
        await writeFile(file, [first, ...points.map((point) => JSON.stringify(point)), ''].join('\n'));
        return new SweepJournal(file, rest, first, await memoryOf(points, rest, first));
      }
      if (!force) {
        const got = `${JSON.stringify(out)} with an unfinished sweep of another study, version or backend`;
        throw new UsageError(`--out: expected an empty folder, got ${got}: add --force to begin anew, or name another`);
      }
    } else if (!force && existsSync(join(out, RESULT))) {
      const got = `${JSON.stringify(out)} with a finished sweep`;
      throw new UsageError(
        `--out: expected an empty folder or an unfinished sweep, got ${got}: add --force to run it again, or name another`,
      );
    } else await prepareOut(options);
    await mkdir(out, { recursive: true });
    await rm(rest, { force: true });
    await writeFile(file, `${JSON.stringify(head)}\n`);
    return new SweepJournal(file, rest, JSON.stringify(head), new SweepMemory());
  }

  add(point: SweepPoint): void {
    this.#pending.push(`${JSON.stringify(point)}\n`);
    if (performance.now() - this.#saved < SAVE_EVERY) return;
    this.#saved = performance.now();
    void this.save();
  }

  /** Everything so far is in the file. */
  save(): Promise<void> {
    const text = this.#pending.join('');
    this.#pending = [];
    this.#writing = this.#writing.then(() => (text === '' ? undefined : appendFile(this.file, text)));
    return this.#writing;
  }

  /** The sweep has stopped: what it can go on with is in the files. */
  async stop(): Promise<void> {
    await this.save();
    const { points: _, ...rest } = this.memory;
    await writeFile(this.rest, serialize({ head: this.head, ...rest }));
  }

  /** The sweep is complete: nothing is left to go on with. */
  async remove(): Promise<void> {
    await this.#writing;
    for (const file of [this.file, this.rest]) await rm(file, { force: true });
  }
}

/** @param head of the sweep that the file of the rest must be of. */
async function memoryOf(points: readonly SweepPoint[], file: string, head: string): Promise<SweepMemory> {
  const memory = new SweepMemory();
  try {
    const { head: found, ...rest } = deserialize(await readFile(file));
    if (found === head) Object.assign(memory, rest);
  } catch {
    // None was written, or half of it: the process was ended at once. What it had will be computed again.
  }
  memory.points.push(...points);
  return memory;
}

/** The points from the first on, each where the grid has it: two processes in one folder, or a hand, may have left others. */
function soundPoints(lines: readonly string[], { grid = {}, outputs = [] }: Study): SweepPoint[] {
  const axes = axesOf(grid);
  const points = lines.filter(isWhole).map((line) => JSON.parse(line) as SweepPoint | null);
  const isSound = (point: SweepPoint | null, index: number) =>
    index < pointsOf(axes) &&
    isDeepStrictEqual(point?.params, paramsAt(axes, index)) &&
    isDeepStrictEqual(Object.keys(point?.outputs ?? {}), [...outputs]);
  const wrong = points.findIndex((point, index) => !isSound(point, index));
  return points.slice(0, wrong < 0 ? points.length : wrong) as SweepPoint[];
}

/** A process that was ended at once may have left half a line. */
function isWhole(line: string): boolean {
  try {
    return line !== '' && typeof JSON.parse(line) === 'object';
  } catch {
    return false;
  }
}
