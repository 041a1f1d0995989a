/** The page of the benchmark: our backends, and the peers whose scripts are given, in a browser, one run at a time. */
import { listAdapters } from '../../dist/backend/gpu/index.js';
import { closeBackends, openBackends } from '../../dist/bench/backends.js';
import type { Contestant, Measured } from '../../dist/bench/contest.js';
import { contestantOf } from '../../dist/bench/ours.js';
import { type Scenario, scenarios, withFewerPaths } from '../../dist/bench/scenario.js';
import { gpujsContestant } from '../peers/gpujs.mjs';
import { tfjsContestant } from '../peers/tfjs.mjs';

/** A contestant as far as it can be sent to Node. */
export type Described = Omit<Contestant, 'run' | 'close'> & { readonly index: number };

export interface Opened {
  readonly described: readonly Described[];
  /** What does not take part, and why. */
  readonly skipped: readonly string[];
}

export interface BenchPage {
  /** The contestants of a scenario, by its id; they stay until the page is left. @param fewer as withFewerPaths takes it */
  open(scenario: string, fewer: number): Promise<Opened>;
  run(index: number): Promise<Measured>;
  close(): Promise<void>;
}

const environment = 'chrome';
const contestants: Contestant[] = [];
const ours = openBackends(new Set(['wasm', 'webgpu']), environment, navigator.hardwareConcurrency);

const page: BenchPage = {
  async open(id, fewer) {
    const scenario = withFewerPaths(scenarios.find((one) => one.id === id)!, fewer);
    const { field, skipped } = await ours;
    const peers = id === 'fixed' ? await openPeers(scenario) : { opened: [], skipped: [] };
    const opened = [...field.map((own) => contestantOf(scenario, own)), ...peers.opened];
    const first = contestants.push(...opened) - opened.length;
    const described = opened.map(({ run: _run, close: _close, ...one }, i) => ({ ...one, index: first + i }));
    return { described, skipped: [...skipped, ...peers.skipped] };
  },
  run: (index) => contestants[index]!.run(),
  async close() {
    for (const contestant of contestants) await contestant.close();
    await closeBackends((await ours).field);
  },
};

/** Those whose scripts are empty do not define their globals. Each is tried, for a browser may lack what one needs. */
async function openPeers(scenario: Scenario) {
  // biome-ignore lint/suspicious/noExplicitAny: scripts without types
  const { GPU, gpujsVersion, tf } = globalThis as any;
  const [gpu] = await listAdapters();
  const webgpu = gpu?.name ?? null;
  const tries: [string, () => Contestant | Promise<Contestant>][] = [];
  if (GPU) {
    const of = (mode: 'webgl2' | 'webgpu', adapter: string | null) =>
      gpujsContestant(GPU.GPU ?? GPU, mode, { environment, adapter, version: gpujsVersion }, scenario);
    tries.push(['gpu.js webgl2', () => of('webgl2', webglRenderer())], ['gpu.js webgpu', () => of('webgpu', webgpu)]);
  }
  if (tf) {
    const open = async (backend: 'wasm' | 'webgpu', adapter: string | null) => {
      tf.wasm.setWasmPaths(new URL('./', location.href).href);
      tf.wasm.setThreadsCount(navigator.hardwareConcurrency);
      if (!(await tf.setBackend(backend))) throw new Error('TensorFlow.js has no such backend here');
      const threads = backend === 'wasm' ? tf.wasm.getThreadsCount() : 1;
      return tfjsContestant(tf, backend, { environment, adapter, threads }, scenario);
    };
    tries.push(['TensorFlow.js wasm', () => open('wasm', 'WASM SIMD')]);
    tries.push(['TensorFlow.js webgpu', () => open('webgpu', webgpu)]);
  }
  const opened: Contestant[] = [];
  const skipped: string[] = [];
  for (const [name, open] of tries) {
    try {
      const contestant = await open();
      await contestant.run();
      opened.push(contestant);
    } catch (error) {
      skipped.push(`${name} in ${environment}: ${(error as Error).message}`);
    }
  }
  return { opened, skipped };
}

function webglRenderer(): string | null {
  const gl = document.createElement('canvas').getContext('webgl2');
  const info = gl?.getExtension('WEBGL_debug_renderer_info');
  return info ? String(gl!.getParameter(info.UNMASKED_RENDERER_WEBGL)) : null;
}

Object.assign(globalThis, { benchPage: page });
