/** Exact values and biases of many points, on every core. */
import { availableThreads, Pool } from '../backend/pool.js';
import { answerTheory, type TheoryAnswer, type TheoryTask } from './theory-tasks.js';

/** Points whose answer is quicker than to start a worker are done on the spot. */
const FEW = 3;
const SCRIPT = './theory-worker.js';
const TASK_MS = 500;
const MOST = 64; // points of a task

export class TheoryPool {
  /** Seconds of all tasks so far, on all threads together. */
  seconds = 0;
  readonly #pool: Pool<TheoryTask, TheoryAnswer>;
  readonly #threads: number;
  /** Of one point, by the last task. */
  #pointMs = 0;

  constructor(threads = availableThreads()) {
    this.#threads = threads;
    this.#pool = new Pool(threads, 'worker of theory', {
      thread: ({ Worker }, execArgv) => new Worker(new URL(SCRIPT, import.meta.url), { execArgv }),
      web: () => new Worker(new URL('./theory-worker.js', import.meta.url), { type: 'module' }),
    });
  }

  /**
   * One answer for each point; null where it was aborted.
   * @param onAnswer each answer as it comes, with the number of its point; what is under way at an abort still comes.
   */
  async answer(
    task: TheoryTask,
    {
      signal,
      onAnswer,
    }: { signal?: AbortSignal | undefined; onAnswer?: (index: number, answer: TheoryAnswer[number]) => void } = {},
  ): Promise<TheoryAnswer | null> {
    const { points } = task;
    const answers: TheoryAnswer[number][] = new Array(points.length);
    let done = 0;
    const keep = (first: number, found: TheoryAnswer) => {
      found.forEach((answer, i) => {
        answers[first + i] = answer;
        done++;
        onAnswer?.(first + i, answer);
      });
    };
    if (points.length === 0 || task.outputs.length === 0) {
      keep(
        0,
        points.map(() => ({})),
      );
      return answers;
    }
    if (points.length <= FEW) {
      keep(0, await this.#timed(() => Promise.resolve(answerTheory(task))));
      return answers;
    }
    let next = 0;
    let hasFailed = false;
    const oneWorker = async () => {
      while (next < points.length && !signal?.aborted) {
        const first = next;
        const share = Math.ceil((points.length - first) / (2 * this.#threads));
        const wanted = this.#pointMs === 0 ? 1 : Math.ceil(TASK_MS / this.#pointMs);
        const some = points.slice(first, first + Math.min(wanted, share, MOST));
        next += some.length;
        const found = await this.#timed(() => this.#pool.run({ ...task, points: some }).result, some.length);
        if (found === null || hasFailed) return;
        keep(first, found);
      }
    };
    try {
      await Promise.all(Array.from({ length: Math.min(this.#threads, points.length) }, oneWorker));
    } catch (error) {
      next = points.length;
      hasFailed = true;
      throw error;
    }
    return done === points.length ? answers : null;
  }

  close(): Promise<void> {
    return this.#pool.close();
  }

  async #timed<T>(work: () => Promise<T>, points = 0): Promise<T> {
    const started = performance.now();
    const result = await work();
    const ms = performance.now() - started;
    this.seconds += ms / 1000;
    if (points > 0) this.#pointMs = ms / points;
    return result;
  }
}
