/** The benchmark: every scenario, our backends and whoever else takes part, as the data that `bench --json` prints. */
import { BackendUnavailableError } from '../errors.js';
import type { BackendName } from '../spec/study.js';
import { closeBackends, openBackends } from './backends.js';
import { type Contestant, type RaceOptions, type Row, race } from './contest.js';
import { type GrowthOptions, type GrowthPoint, measureGrowth } from './growth.js';
import { describeMachine, type Machine } from './machine.js';
import { contestantOf } from './ours.js';
import type { Scenario } from './scenario.js';

export interface BenchRequest extends Pick<RaceOptions, 'runs' | 'onRun'> {
  readonly scenarios: readonly Scenario[];
  readonly backends: ReadonlySet<BackendName>;
  /** Peers that take part in a scenario beside our backends; they are closed when all is over. */
  readonly guests?: ((scenario: Scenario) => Promise<Guests>) | undefined;
}

export interface Guests {
  readonly contestants: readonly Contestant[];
  readonly skipped: readonly string[];
}

export interface Bench {
  readonly schema: 'firstpassage/bench@1';
  readonly machine: Machine;
  readonly rows: readonly Row[];
  /** What did not take part, and why. */
  readonly skipped: readonly string[];
  /** How cost grows, where that was asked for in place of rows. */
  readonly growth?: readonly GrowthPoint[] | undefined;
}

export interface GrowthRequest extends Pick<GrowthOptions, 'budget' | 'axes' | 'onPoint'> {
  readonly backends: ReadonlySet<BackendName>;
}

/** Growth on each backend: wasm on all threads, webgpu on each adapter. */
export async function benchGrowth({ backends, ...options }: GrowthRequest): Promise<Bench> {
  const machine = describeMachine();
  const { field, skipped } = await openBackends(backends, 'node', machine.cores);
  const widest = field.filter(({ backend }) => backend.name !== 'wasm' || backend.threads === machine.cores);
  const refused: string[] = [];
  const growth: GrowthPoint[] = [];
  try {
    for (const { backend } of widest) {
      const who = backend.name === 'webgpu' ? `webgpu, ${backend.adapter}` : backend.name;
      growth.push(...(await measureGrowth(who, backend, { ...options, onRefusal: (text) => refused.push(text) })));
    }
  } finally {
    await closeBackends(field);
  }
  return { schema: 'firstpassage/bench@1', machine, rows: [], skipped: [...skipped, ...refused], growth };
}

export async function bench({ scenarios, backends, guests, runs, onRun }: BenchRequest): Promise<Bench> {
  const contestants: Contestant[] = [];
  const invited: Contestant[] = [];
  const machine = describeMachine();
  const { field, skipped } = await openBackends(backends, 'node', machine.cores);
  const missing = [...skipped];
  if (field.length === 0 && guests === undefined) {
    throw new BackendUnavailableError(`expected a backend to measure, got none: ${skipped.join('; ')}`);
  }
  try {
    for (const scenario of scenarios) {
      const peers = await guests?.(scenario);
      invited.push(...(peers?.contestants ?? []));
      missing.push(...(peers?.skipped ?? []));
      contestants.push(...field.map((own) => contestantOf(scenario, own)), ...(peers?.contestants ?? []));
    }
    const rows = await race(contestants, { runs, onRun });
    return { schema: 'firstpassage/bench@1', machine, rows, skipped: [...new Set(missing)] };
  } finally {
    for (const peer of invited) await peer.close();
    await closeBackends(field);
  }
}
