/** The sweep of the page: the grid laid over the draft, and what the worker says of its points. */
import { computed, effect, signal } from '@preact/signals';
import type { Problem } from '#dist/errors.js';
import type { Sweep, SweepPoint } from '#dist/result/sweep.js';
import type { Axis } from '#dist/spec/grid.js';
import { axesOf, pointsOf } from '#dist/spec/grid.js';
import type { Study } from '#dist/spec/study.js';
import { openWorker } from '../workers/open.js';
import type { DeviceInUse } from '../workers/protocol.js';
import type { FromSweeper, SweepState, ToSweeper } from '../workers/sweep-protocol.js';
import { draft, isRecord, parameters, preset, type Raw, setField, withField, withoutGrid } from './draft.js';
import { tab, view } from './link.js';
import { canBeStopped, takesTurn } from './turns.js';
import { Calls } from './worker-calls.js';

/** Paths of each point where nobody has said: a picture within seconds. */
const FEW_PATHS = 2000;
const STEPS = 11; // of an axis that nobody has set
/** Where the presets are worth looking at; others are swept around the values that they have. */
const FIRST_GRIDS: Readonly<Record<string, Raw>> = {
  severity: {
    alpha: { from: 0.1, to: 0.9, steps: STEPS },
    beta: { from: 0.1, to: 0.7, steps: STEPS },
  },
};

/** Half to one and a half of the value that a parameter has. */
export function axisAround(value: number): Raw {
  const ends = value === 0 ? [-1, 1] : [value / 2, (3 * value) / 2].sort((a, b) => a - b);
  const [from, to] = ends.map((end) => Number(end.toPrecision(6)));
  return { from, to, steps: STEPS };
}

/** The grid as written, or the first one that is offered. */
export const grid = computed((): Raw => {
  const { grid: written } = draft.value;
  if (isRecord(written)) return written;
  const offered = preset.value === null ? undefined : FIRST_GRIDS[preset.value.name];
  if (offered) return offered;
  const entries = Object.entries(parameters.value).slice(0, 2);
  return Object.fromEntries(entries.map(([name, value]) => [name, axisAround(value)]));
});

/** A sweep has few paths a point where Explore has many for one: a number of its own, unless the study came with a grid. */
export const sweepPaths = computed((): number => {
  const own = Number(view.value['paths']);
  if (view.value['paths'] !== undefined && Number.isFinite(own)) return own;
  const { paths, grid: written } = draft.value;
  return written !== undefined && typeof paths === 'number' ? paths : FEW_PATHS;
});

/** The study that `firstpassage sweep` takes. What a grid cannot have beside it is left out. */
export const sweepRaw = computed((): Raw => {
  const { outputs, independent } = draft.value;
  const { tolerance: _, budget: __, samplePaths: ___, ...study } = withoutGrid(draft.value);
  return {
    ...study,
    paths: sweepPaths.value,
    grid: grid.value,
    ...(outputs === undefined ? {} : { outputs }),
    ...(independent === undefined ? {} : { independent }),
  };
});

/** Change a field of the grid, or one that goes with it; the grid that was offered is then one's own. */
export function setSweep(path: string, value: unknown): void {
  view.value = { ...view.peek(), paths: String(sweepPaths.peek()) };
  draft.value = withField({ ...draft.peek(), grid: grid.peek() }, path, value);
}

export function setSweepPaths(paths: number): void {
  view.value = { ...view.peek(), paths: String(paths) };
}

/** The study, checked; the last good one while there are problems. */
export const sweepStudy = signal<Study | null>(null);
/** Every output that the study has. */
export const outputNames = signal<readonly string[]>([]);
export const sweepProblems = signal<readonly Problem[]>([]);
/** In the order of the grid; undefined: not yet. */
export const cells = signal<readonly (SweepPoint | undefined)[]>([]);
export const sweepState = signal<SweepState | null>(null);
export const sweepDevice = signal<DeviceInUse | null>(null);
export const sweepProvenance = signal<Sweep['provenance'] | null>(null);
export const sweepFailure = signal<string | null>(null);
export const sweepNotices = signal<readonly string[]>([]);

export const axes = computed((): readonly Axis[] => axesOf(sweepStudy.value?.grid ?? {}));

const worker = openWorker('sweep');
const calls = new Calls();
const send = (message: ToSweeper) => worker.postMessage(message);

let id = 0;
let sent = '';
let frame = 0;
let atOnce = false; // the next study is to be swept without waiting for a press

worker.addEventListener('message', ({ data }: MessageEvent<FromSweeper>) => {
  if ('id' in data && data.id !== id) return; // of an older sweep
  switch (data.type) {
    case 'checked':
      sweepStudy.value = data.study;
      outputNames.value = data.names;
      sweepProblems.value = [];
      cells.value = new Array(pointsOf(axesOf(data.study.grid ?? {}))).fill(undefined);
      break;
    case 'refused':
      sweepProblems.value = data.problems;
      break;
    case 'points': {
      const next = [...cells.peek()];
      for (const [index, point] of data.points) next[index] = point;
      cells.value = next;
      break;
    }
    case 'state':
      sweepState.value = data.state;
      break;
    case 'device':
      sweepDevice.value = data.device;
      break;
    case 'ended':
      sweepProvenance.value = data.provenance;
      break;
    case 'failed':
      sweepFailure.value = data.message;
      break;
    case 'notice':
      sweepNotices.value = [...sweepNotices.value, data.text];
      break;
    case 'answer':
    case 'sorry':
      calls.settle(data.call, data);
  }
});
worker.addEventListener('error', (event) => {
  sweepFailure.value = `the worker that sweeps did not start: ${event.message || 'its script did not load'}`;
});

/** What the sweep hangs on: the values of its own parameters lie on the axes, so a point that was opened changes nothing here. */
const sweepKey = computed((): string => {
  const { params, ...study } = sweepRaw.value;
  const others = Object.entries(isRecord(params) ? params : {}).filter(([name]) => !(name in grid.value));
  return JSON.stringify({ ...study, params: others });
});

effect(() => {
  if (tab.value !== 'sweep' || sweepKey.value === sent) return;
  if (frame === 0) frame = requestAnimationFrame(sendStudy);
});

function sendStudy(): void {
  frame = 0;
  sent = sweepKey.peek();
  id++;
  sweepState.value = null;
  sweepProvenance.value = null;
  sweepFailure.value = null;
  sweepNotices.value = [];
  cells.value = [];
  send({ type: 'study', id, raw: sweepRaw.peek(), go: atOnce });
  atOnce = false;
}

export const goSweep = (): void => {
  takesTurn('sweep');
  sweepFailure.value = null;
  sweepNotices.value = [];
  send({ type: 'go', id });
};
/** The same sweep with other random numbers. */
export function sweepWithNewSeed(): void {
  takesTurn('sweep');
  atOnce = true;
  setField('seed', crypto.getRandomValues(new Uint32Array(1))[0]);
}
export const stopSweep = (): void => send({ type: 'stop' });
canBeStopped('sweep', () => {
  const phase = sweepState.peek()?.phase;
  if (phase !== 'running' && phase !== 'starting') return;
  stopSweep();
  sweepNotices.value = ['Stopped for the measurement in Benchmark. Continue goes on from here.'];
});
export const sweepFile = (kind: 'json' | 'csv'): Promise<string> =>
  calls.ask((call) => send({ type: 'files', call, kind }));
