/** What is exact of the study at hand, as it becomes known; none of it is computed on this thread. */
import { signal } from '@preact/signals';
import type { Result, SamplePaths } from '#dist/result/result.js';
import type { TheoryResult } from '#dist/result/theory.js';
import type { Study } from '#dist/spec/study.js';
import type { Curves } from '#dist/study/curves.js';
import type { Landscape } from '#dist/study/landscape.js';
import { openWorker } from '../workers/open.js';
import type { Compared, FromOracle, ToOracle } from '../workers/protocol.js';

export const landscape = signal<Landscape | null>(null);
export const samples = signal<SamplePaths | null>(null);
export const curves = signal<Curves | null>(null);
export const theory = signal<TheoryResult | null>(null);
/** Checks of the latest view; null until theory is known. */
export const compared = signal<Compared | null>(null);
/** Why nothing is exact. */
export const silence = signal<string | null>(null);

/** A study that came while the oracle was busy with another for this long gets an oracle of its own. */
const PATIENCE_MS = 600;

class Oracle {
  #worker: Worker | null = null;
  #id = -1;
  #law = '';
  #ready = false;
  /** Waits until theory is known, or until the comparison before it is made. */
  #waiting: Result | null = null;
  #comparing = false;
  #heardOf = -1;

  look(id: number, study: Study): void {
    const law = JSON.stringify({ ...study, paths: 0, seed: 0, backend: '', samplePaths: 0, method: '' });
    if (law !== this.#law) {
      curves.value = null;
      theory.value = null;
      silence.value = null;
    }
    compared.value = null;
    this.#law = law;
    this.#id = id;
    this.#ready = false;
    this.#waiting = null;
    this.#comparing = false;
    this.#send({ type: 'study', id, study });
    setTimeout(() => {
      if (this.#id !== id || this.#heardOf >= id) return;
      this.#worker?.terminate();
      this.#worker = null;
      this.#send({ type: 'study', id, study });
    }, PATIENCE_MS);
  }

  compare(id: number, result: Result): void {
    if (id !== this.#id) return;
    this.#waiting = result;
    this.#compareNext();
  }

  #compareNext(): void {
    if (!this.#ready || this.#comparing || this.#waiting === null) return;
    this.#comparing = true;
    this.#send({ type: 'compare', id: this.#id, result: this.#waiting });
    this.#waiting = null;
  }

  #send(message: ToOracle): void {
    this.#worker ??= this.#open();
    this.#worker.postMessage(message);
  }

  #open(): Worker {
    const worker = openWorker('oracle');
    worker.addEventListener('message', ({ data }: MessageEvent<FromOracle>) => this.#hear(data));
    worker.addEventListener('error', (event) => {
      silence.value = `the worker for exact values did not start: ${event.message || 'its script did not load'}`;
    });
    return worker;
  }

  #hear(message: FromOracle): void {
    this.#heardOf = Math.max(this.#heardOf, message.id);
    if (message.id !== this.#id) return;
    switch (message.type) {
      case 'landscape':
        landscape.value = message.landscape;
        break;
      case 'samples':
        samples.value = message.samples;
        break;
      case 'curves':
        curves.value = message.curves;
        break;
      case 'theory':
        theory.value = message.theory;
        break;
      case 'ready':
        this.#ready = true;
        this.#compareNext();
        break;
      case 'compared':
        compared.value = message.compared;
        this.#comparing = false;
        this.#compareNext();
        break;
      case 'sorry':
        silence.value = message.message;
    }
  }
}

export const oracle = new Oracle();
