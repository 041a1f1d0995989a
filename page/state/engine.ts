/** The engine of the page: sends each new draft to the worker that runs it, and holds what came back. */
import { computed, effect, signal } from '@preact/signals';
import type { Problem } from '#dist/errors.js';
import type { Result } from '#dist/result/result.js';
import type { Study } from '#dist/spec/study.js';
import { openWorker } from '../workers/open.js';
import type { DeviceInUse, FromEngine, RunState, ToEngine } from '../workers/protocol.js';
import { draft, withoutGrid } from './draft.js';
import { oracle } from './oracle.js';
import { canBeStopped, takesTurn } from './turns.js';
import { Calls } from './worker-calls.js';

/** The draft, checked: null until the first is, and the last good one while the draft has problems. */
export const checked = signal<{ readonly id: number; readonly study: Study } | null>(null);
export const problems = signal<readonly Problem[]>([]);
export const warnings = signal<readonly string[]>([]);
export const runState = signal<RunState | null>(null);
export const device = signal<DeviceInUse | null>(null);
/** Of the paths so far, without checks: oracle.compared has those. */
export const result = signal<Result | null>(null);
/** Why the run failed. */
export const failure = signal<string | null>(null);
/** What happened on the way and needs nothing of the user. */
export const notices = signal<readonly string[]>([]);

const worker = openWorker('engine');
const calls = new Calls();
const send = (message: ToEngine) => worker.postMessage(message);

let id = 0;
let frame = 0;
let full = false; // the next study is to be run to its end

worker.addEventListener('message', ({ data }: MessageEvent<FromEngine>) => {
  if ('id' in data && data.id !== id) return; // of an older draft
  switch (data.type) {
    case 'checked':
      checked.value = { id: data.id, study: data.study };
      problems.value = [];
      warnings.value = data.warnings;
      oracle.look(data.id, data.study);
      break;
    case 'refused':
      problems.value = data.problems;
      runState.value = null;
      break;
    case 'view':
      result.value = data.result;
      oracle.compare(data.id, data.result);
      break;
    case 'state':
      runState.value = data.state;
      break;
    case 'device':
      device.value = data.device;
      break;
    case 'failed':
      failure.value = data.message;
      break;
    case 'notice':
      notices.value = [...notices.value, data.text];
      break;
    case 'answer':
    case 'sorry':
      calls.settle(data.call, data);
  }
});
worker.addEventListener('error', (event) => {
  failure.value = `the engine did not start: ${event.message || 'its script did not load'}`;
});

/** What the engine runs of the draft: the same text while only its grid changes. */
const point = computed(() => JSON.stringify(withoutGrid(draft.value)));

/** Drafts are sent once a frame: of those between, only the last one matters. */
export function startEngine(): void {
  effect(() => {
    point.value;
    if (frame === 0) frame = requestAnimationFrame(sendDraft);
  });
}

function sendDraft(): void {
  takesTurn('run');
  frame = 0;
  id++;
  failure.value = null;
  notices.value = [];
  send({ type: 'study', id, raw: withoutGrid(draft.peek()), full });
  full = false;
}

/** Run the draft to its end, from where it is. */
export function run(): void {
  if (frame !== 0) full = true;
  else go(null);
}

/** As many paths again as there are, added to them. */
export function more(): void {
  const paths = runState.peek()?.paths ?? 0;
  if (paths > 0) go(2 * paths);
}

/** Go on to where the run was stopped on the way to. */
export function resume(): void {
  const state = runState.peek();
  if (state !== null) go(state.wanted);
}

function go(paths: number | null): void {
  takesTurn('run');
  notices.value = [];
  send({ type: 'go', id, paths });
}

export const stop = (): void => send({ type: 'stop' });
canBeStopped('run', () => {
  stop();
  if (runState.peek()?.phase === 'running')
    notices.value = ['Stopped for the measurement in Benchmark. Continue goes on from here.'];
});

export const readStudyFile = (text: string, name: string): Promise<unknown> =>
  calls.ask((call) => send({ type: 'read', call, text, name }));
export const writeStudyFile = (raw: object): Promise<string> => calls.ask((call) => send({ type: 'write', call, raw }));
export const filesOf = (of: Result): Promise<Record<string, string>> =>
  calls.ask((call) => send({ type: 'files', call, result: of }));
