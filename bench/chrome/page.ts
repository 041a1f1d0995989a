/** The page of the benchmark: our backends (and gpu.js, where its script is given) in a browser, one run at a time. */
import { closeBackends, openBackends } from '../../dist/bench/backends.js';
import type { Contestant, Measured } from '../../dist/bench/contest.js';
import { contestantOf } from '../../dist/bench/ours.js';
import { scenarios } from '../../dist/bench/scenario.js';
import { gpujsContestant } from '../peers/gpujs.mjs';

/** A contestant as far as it can be sent to Node. */
export type Described = Omit<Contestant, 'run' | 'close'>;

export interface BenchPage {
  /** Open the contestants of a scenario, by its id, and close those of the one before. */
  open(scenario: string): Promise<Described[]>;
  run(index: number): Promise<Measured>;
}

let contestants: Contestant[] = [];
let close = async () => {};

const page: BenchPage = {
  async open(id) {
    await close();
    const scenario = scenarios.find((one) => one.id === id)!;
    const { field } = await openBackends(new Set(['wasm', 'webgpu']), 'chrome', navigator.hardwareConcurrency);
    const { GPU } = globalThis as { GPU?: { GPU?: unknown } };
    const modes = GPU && id === 'fixed' ? (['webgl2', 'webgpu'] as const) : [];
    const peers = modes.map((mode) => gpujsContestant(GPU?.GPU ?? GPU, mode, 'chrome', scenario));
    contestants = [...field.map((own) => contestantOf(scenario, own)), ...peers];
    close = async () => {
      for (const peer of peers) await peer.close();
      await closeBackends(field);
    };
    return contestants.map(({ run: _run, close: _close, ...described }) => described);
  },
  run: (index) => contestants[index]!.run(),
};

Object.assign(globalThis, { benchPage: page });
