/** The measurement of this device, as it comes in. */
import { signal } from '@preact/signals';
import type { Row } from '#dist/bench/contest.js';
import type { DoctorReport } from '#dist/study/doctor.js';
import type { BenchStep, FromBench, ToBench } from '../workers/bench-protocol.js';
import { openWorker } from '../workers/open.js';
import { canBeStopped, takesTurn } from './turns.js';

export type BenchPhase = 'idle' | 'examining' | 'measuring' | 'stopped' | 'done' | 'failed';

export const benchPhase = signal<BenchPhase>('idle');
export const doctor = signal<DoctorReport | null>(null);
export const step = signal<BenchStep | null>(null);
export const rows = signal<readonly Row[]>([]);
export const benchFailure = signal<string | null>(null);
/** It was stopped by a run or a sweep. */
export const gaveWay = signal(false);
/** Of the rows. */
export const wasQuick = signal(false);

let worker: Worker | null = null;

function opened(): Worker {
  if (worker !== null) return worker;
  worker = openWorker('bench');
  worker.addEventListener('message', ({ data }: MessageEvent<FromBench>) => hear(data));
  worker.addEventListener('error', (event) => {
    benchFailure.value = `the worker that measures did not start: ${event.message || 'its script did not load'}`;
    benchPhase.value = 'failed';
  });
  return worker;
}

function hear(message: FromBench): void {
  switch (message.type) {
    case 'examined':
      doctor.value = message.report;
      if (benchPhase.value === 'examining') benchPhase.value = 'measuring';
      break;
    case 'step':
      step.value = message.step;
      break;
    case 'rows':
      rows.value = [...rows.value, ...message.rows];
      break;
    case 'ended':
      benchPhase.value = message.isWhole ? 'done' : 'stopped';
      break;
    case 'failed':
      benchFailure.value = message.message;
      benchPhase.value = 'failed';
  }
}

export function startBench(isQuick: boolean): void {
  takesTurn('measurement');
  gaveWay.value = false;
  doctor.value = null;
  step.value = null;
  rows.value = [];
  benchFailure.value = null;
  wasQuick.value = isQuick;
  benchPhase.value = 'examining';
  opened().postMessage({ type: 'start', order: { isQuick } } satisfies ToBench);
}

export const stopBench = (): void => worker?.postMessage({ type: 'stop' } satisfies ToBench);
canBeStopped('measurement', () => {
  if (benchPhase.peek() !== 'examining' && benchPhase.peek() !== 'measuring') return;
  stopBench();
  gaveWay.value = true;
});
