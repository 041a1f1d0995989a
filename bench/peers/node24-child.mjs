// SCENARIO THREADS FEWER: one contestant of our wasm backend. It says who it is on the first line, and then runs once for each
// line on stdin; a line of JSON each (program.mjs).
import { createInterface } from 'node:readline';
import { createWasmBackend } from '../../dist/backend/wasm/index.js';
import { contestantOf } from '../../dist/bench/ours.js';
import { scenarios, withFewerPaths } from '../../dist/bench/scenario.js';

const [id, threads, fewer] = process.argv.slice(2);
const scenario = scenarios.find((one) => one.id === id);
if (scenario === undefined) throw new Error(`expected a scenario, got ${id}`);
const backend = await createWasmBackend({ threads: Number(threads) });
const version = `Node ${process.versions.node}`;
const contestant = contestantOf(withFewerPaths(scenario, Number(fewer)), {
  backend,
  pace: 'full',
  environment: 'node',
  version,
});
/** @param {unknown} value */
const say = (value) => console.log(JSON.stringify(value));
say(contestant);
for await (const _ of createInterface({ input: process.stdin })) say(await contestant.run());
await backend.close();
