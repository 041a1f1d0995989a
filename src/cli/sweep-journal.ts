/** The points of a sweep under way, kept in the folder of --out: a sweep that was stopped goes on from them. */
import { existsSync } from 'node:fs';
import { appendFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UsageError } from '../errors.js';
import type { SweepPoint } from '../result/sweep.js';
import type { Study } from '../spec/study.js';
import { VERSION } from '../version.js';
import type { OutputOptions } from './options.js';
import { prepareOut } from './output.js';

export const JOURNAL = 'sweep.partial.jsonl';
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
    /** The points of an earlier run. */
    readonly done: readonly SweepPoint[],
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
    const file = join(out, JOURNAL);
    const head: Head = { schema: 'firstpassage/sweep-journal@1', version: VERSION, backend, theory, spec: study };
    if (existsSync(file)) {
      const [first = '', ...lines] = (await readFile(file, 'utf8')).split('\n');
      if (first === JSON.stringify(head)) {
        const points = lines.filter(isWhole).map((line) => JSON.parse(line) as SweepPoint);
        await writeFile(file, [first, ...points.map((point) => JSON.stringify(point)), ''].join('\n'));
        return new SweepJournal(file, points);
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
    await writeFile(file, `${JSON.stringify(head)}\n`);
    return new SweepJournal(file, []);
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

  /** The sweep is complete: nothing is left to go on with. */
  async remove(): Promise<void> {
    await this.#writing;
    await rm(this.file, { force: true });
  }
}

/** A process that was ended at once may have left half a line. */
function isWhole(line: string): boolean {
  try {
    return line !== '' && typeof JSON.parse(line) === 'object';
  } catch {
    return false;
  }
}
