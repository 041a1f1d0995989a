/** Rows as a race would make them, for what is made of rows. */
import { type Row, spreadOf } from '#dist/bench/contest.js';
import type { Machine } from '#dist/bench/machine.js';

export const machine: Machine = {
  cpu: 'a processor',
  cores: 2,
  simd: ['fma', 'avx2'],
  memoryGiB: 8,
  platform: 'linux x64',
  node: 'v20.0.0',
};

/** 3 million path-steps in each of these seconds. */
export function row(about: Partial<Row>, samples: readonly number[]): Row {
  const spread = spreadOf(samples);
  return {
    id: 'scripted',
    scenario: 'scripted',
    against: null,
    dt: 0.01,
    who: 'wasm',
    environment: 'node',
    adapter: null,
    version: 'Node 20.0.0',
    threads: 1,
    paths: 1000,
    steps: 3000,
    pathSteps: 3e6,
    seconds: { ...spread, runs: samples.length, samples },
    gpuSeconds: null,
    startupSeconds: null,
    pathStepsPerSecond: 3e6 / spread.median,
    estimate: { value: 1, standardError: 0.1 },
    ...about,
  };
}
