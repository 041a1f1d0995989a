/** Workers, kept warm between calls: the same few lines over worker_threads and Web Workers. */
import { WorkerError } from '../errors.js';
import { withResolvers } from './with-resolvers.js';

/** What a pool says to its workers, and they to it (port.ts); all of it survives structured cloning. */
export type ToWorker<Task> = { readonly type: 'task'; readonly task: Task } | { readonly type: 'cancel' };

export type FromWorker<Result, Progress> =
  | { readonly type: 'ready' }
  | { readonly type: 'progress'; readonly progress: Progress }
  | { readonly type: 'done'; readonly result: Result }
  | { readonly type: 'cancelled' }
  | { readonly type: 'failed'; readonly message: string };

type Threads = typeof import('node:worker_threads');

/** How a worker's file is started. */
export interface Start {
  /**
   * The file's name in a variable: bundlers for browsers would take the file along once more.
   * @param execArgv to be passed on: none of the flags of this process, some of which a file must not get.
   */
  readonly thread: (threads: Threads, execArgv: string[]) => InstanceType<Threads['Worker']>;
  /** In one expression, `new Worker(new URL('./worker.js', import.meta.url), …)`: this is how bundlers find the file. */
  readonly web: () => Worker;
}

/** How many workers this machine runs at once. */
export function availableThreads(): number {
  const os = globalThis.process?.getBuiltinModule?.('node:os');
  return os ? os.availableParallelism() : globalThis.navigator.hardwareConcurrency;
}

/**
 * Node 20 may abort the process where a thread ends while V8 still optimises its code (an assertion in node_platform.cc:
 * the collector runs on an isolate that is no longer registered). An idle thread is done with that after some milliseconds.
 */
const SETTLE_MS = 80;

/** One worker, whatever the platform. */
interface Channel {
  send(message: ToWorker<unknown>): void;
  /** Keep the process alive while the worker starts or has a task (Node); nothing in browsers. */
  hold(busy: boolean): void;
  terminate(): Promise<void>;
}

interface Listeners<Result, Progress> {
  readonly onMessage: (message: FromWorker<Result, Progress>) => void;
  /** The worker is gone. */
  readonly onFailure: (reason: string) => void;
}

interface Job<Task, Result, Progress> {
  readonly task: Task;
  readonly onProgress: (progress: Progress) => void;
  readonly resolve: (result: Result | null) => void;
  readonly reject: (error: unknown) => void;
  cancelled: boolean;
}

interface Member<Task, Result, Progress> {
  readonly channel: Channel;
  readonly ready: { readonly promise: Promise<void>; resolve(): void; reject(error: Error): void };
  job: Job<Task, Result, Progress> | null;
}

/** A task under way. */
export interface Running<Result> {
  /** null if it was cancelled. */
  readonly result: Promise<Result | null>;
  cancel(): void;
}

export class Pool<Task, Result, Progress = never> {
  private readonly members: Member<Task, Result, Progress>[] = [];
  private readonly waiting: Job<Task, Result, Progress>[] = [];
  private closed = false;

  /** @param called what workers are called in messages. */
  constructor(
    readonly size: number,
    private readonly called: string,
    private readonly start: Start,
  ) {}

  run(task: Task, onProgress: (progress: Progress) => void = () => {}): Running<Result> {
    if (this.closed) throw new WorkerError('expected an open backend, got one that was closed: create another');
    const { promise, resolve, reject } = withResolvers<Result | null>();
    const job: Job<Task, Result, Progress> = { task, onProgress, resolve, reject, cancelled: false };
    this.waiting.push(job);
    this.dispatch();
    return { result: promise, cancel: () => this.cancel(job) };
  }

  /** Until so many workers have started. @returns the seconds that it took. */
  async warm(count: number): Promise<number> {
    const wanted = Math.min(count, this.size);
    if (this.closed || this.members.length >= wanted) return 0;
    const started = performance.now();
    while (this.members.length < wanted) this.hire();
    await Promise.all(this.members.map(({ ready }) => ready.promise));
    return (performance.now() - started) / 1000;
  }

  async close(): Promise<void> {
    this.closed = true;
    for (const job of this.waiting.splice(0))
      job.reject(new WorkerError('the backend was closed before its work was done'));
    await Promise.all(this.members.splice(0).map((member) => this.dismiss(member, 'the backend was closed')));
  }

  private dispatch(): void {
    while (this.waiting.length > 0) {
      const member = this.members.find(({ job }) => job === null) ?? this.hire();
      if (!member) return;
      const job = this.waiting.shift()!;
      member.job = job;
      member.channel.hold(true);
      member.channel.send({ type: 'task', task: job.task });
    }
  }

  private hire(): Member<Task, Result, Progress> | null {
    if (this.members.length >= this.size) return null;
    const ready = withResolvers<void>();
    ready.promise.catch(() => {}); // told to whoever waits; a job of the worker is rejected besides
    const member: Member<Task, Result, Progress> = {
      job: null,
      ready,
      channel: openWorker<Result, Progress>(this.start, {
        onMessage: (message) => this.receive(member, message),
        onFailure: (reason) => {
          const index = this.members.indexOf(member);
          if (index < 0) return;
          this.members.splice(index, 1);
          void this.dismiss(member, reason);
          this.dispatch();
        },
      }),
    };
    this.members.push(member);
    return member;
  }

  private receive(member: Member<Task, Result, Progress>, message: FromWorker<Result, Progress>): void {
    const { job } = member;
    if (message.type === 'ready') {
      member.ready.resolve();
      member.channel.hold(job !== null);
    }
    if (!job || message.type === 'ready') return;
    if (message.type === 'progress') {
      if (!job.cancelled) this.tell(job, message.progress);
      return;
    }
    member.job = null;
    member.channel.hold(false);
    if (message.type === 'failed') job.reject(new WorkerError(`a ${this.called} failed: ${message.message}`));
    else job.resolve(message.type === 'done' && !job.cancelled ? message.result : null);
    this.dispatch();
  }

  /** Progress to the listener of a job. What the listener throws is the end of the job: here nobody else would hear of it. */
  private tell(job: Job<Task, Result, Progress>, progress: Progress): void {
    try {
      job.onProgress(progress);
    } catch (error) {
      job.reject(error);
      this.cancel(job);
    }
  }

  private cancel(job: Job<Task, Result, Progress>): void {
    job.cancelled = true;
    const index = this.waiting.indexOf(job);
    if (index >= 0) {
      this.waiting.splice(index, 1);
      job.resolve(null);
    }
    this.members.find((member) => member.job === job)?.channel.send({ type: 'cancel' });
  }

  private async dismiss(member: Member<Task, Result, Progress>, reason: string): Promise<void> {
    const error = new WorkerError(`a ${this.called} ended: ${reason}`);
    member.ready.reject(error);
    member.job?.reject(error);
    member.job = null;
    await member.channel.terminate();
  }
}

function openWorker<Result, Progress>(start: Start, listeners: Listeners<Result, Progress>): Channel {
  const threads = globalThis.process?.getBuiltinModule?.('node:worker_threads');
  return threads ? openThread(start.thread(threads, []), listeners) : openWebWorker(start.web(), listeners);
}

function openThread<Result, Progress>(
  thread: InstanceType<Threads['Worker']>,
  { onMessage, onFailure }: Listeners<Result, Progress>,
): Channel {
  thread.on('message', onMessage);
  thread.on('error', (error) => onFailure(error instanceof Error ? error.message : String(error)));
  thread.on('exit', (code) => onFailure(`exit code ${code}`));
  return {
    send: (message) => thread.postMessage(message),
    hold: (busy) => (busy ? thread.ref() : thread.unref()),
    terminate: async () => {
      await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
      await thread.terminate();
    },
  };
}

function openWebWorker<Result, Progress>(
  worker: Worker,
  { onMessage, onFailure }: Listeners<Result, Progress>,
): Channel {
  worker.addEventListener('message', (event: MessageEvent<FromWorker<Result, Progress>>) => onMessage(event.data));
  worker.addEventListener('error', (event) => onFailure(event.message || 'the worker script did not load'));
  return {
    send: (message) => worker.postMessage(message),
    hold: () => {},
    terminate: () => {
      worker.terminate();
      return Promise.resolve();
    },
  };
}
