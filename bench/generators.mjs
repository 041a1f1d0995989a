// The three generators beside each other: the fixed horizon of the benchmark on wasm and on the GPU that Dawn finds, in
// turns. A line: backend, generator, median and range in M path-steps/s, and the median ratio to philox4x32-10 in the same round.
//   npm run build && node bench/generators.mjs [rounds]
// VK_ICD_FILENAMES names the driver where there are several.
import { cpus } from 'node:os';
import { createWebgpuBackend } from '../dist/backend/gpu/index.js';
import { createWasmBackend } from '../dist/backend/wasm/index.js';
import { severity } from '../dist/bench/scenario.js';
import { makePlan } from '../dist/plan/make.js';
import { RNGS } from '../dist/spec/study.js';

const rounds = Number(process.argv[2] ?? 7);
/** @param {import('../dist/spec/study.js').Rng} rng @param {number} paths @param {boolean} fast */
const planOf = (rng, paths, fast) => makePlan({ ...severity, rng, paths, fast, backend: 'auto' });
/** @param {readonly number[]} values */
const sorted = (values) => [...values].sort((a, b) => a - b);
/** @param {readonly number[]} values */
const median = (values) => sorted(values)[values.length >> 1] ?? Number.NaN;

console.log(`Node ${process.version}, ${cpus()[0]?.model}, ${rounds} rounds`);
const webgpu = await createWebgpuBackend().catch((error) => console.log(`webgpu: ${error.message}`));
const wasm = await createWasmBackend();
const contestants = [
  ...[wasm, ...(webgpu ? [webgpu] : [])].flatMap((backend) =>
    RNGS.map((rng) => ({ backend, name: /** @type {string} */ (rng), rng, fast: false })),
  ),
  // Differs from the first only where the engine has relaxed SIMD.
  { backend: wasm, name: 'philox4x32-10, fast', rng: RNGS[0], fast: true },
];
/** @type {number[][]} */
const rates = contestants.map(() => []);
for (let round = -1; round < rounds; round++) {
  for (const [i, { backend, rng, fast }] of contestants.entries()) {
    const plan = planOf(rng, backend === wasm ? 2 ** 19 : 2 ** 17, fast);
    const start = performance.now();
    let steps = 0;
    await backend.simulate(plan, 0, plan.blocks, { onTally: ({ pathSteps }) => (steps += pathSteps) });
    if (round >= 0) rates[i]?.push(steps / (performance.now() - start) / 1e3); // the first compiles
  }
}
for (const [i, { backend, name }] of contestants.entries()) {
  const own = rates[i] ?? [];
  const base = rates[contestants.findIndex((other) => other.backend === backend)] ?? [];
  const ratio = median(own.map((rate, round) => rate / (base[round] ?? Number.NaN)));
  const [least, most] = [sorted(own)[0], sorted(own).at(-1)];
  console.log(
    `${backend.adapter}: ${name}: ${median(own).toFixed(0)} (${least?.toFixed(0)}–${most?.toFixed(0)}), × ${ratio.toFixed(2)}`,
  );
}
await wasm.close();
await webgpu?.close();
