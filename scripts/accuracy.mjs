// Writes the tables of docs/accuracy.md between their markers: node scripts/accuracy.mjs [bias] [orders] [time] (default: all).
//   --paths N  of each cell of the bias table (default 1,000,000)
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createWasmBackend } from '#dist/backend/wasm/index.js';
import { biasTable } from './accuracy/bias-table.mjs';
import { orderTable } from './accuracy/order-table.mjs';
import { timeTable } from './accuracy/time-table.mjs';

const file = join(dirname(fileURLToPath(import.meta.url)), '../docs/accuracy.md');
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { paths: { type: 'string', default: '1000000' } },
});

const progress = (/** @type {string} */ line) => console.error(line);
const backend = await createWasmBackend();
/** @type {Record<string, () => string[] | Promise<string[]>>} */
const TABLES = {
  bias: () => biasTable(backend, Number(values.paths), progress),
  orders: () => orderTable(progress),
  time: () => timeTable(backend, progress),
};

for (const name of positionals.length > 0 ? positionals : Object.keys(TABLES)) {
  const table = TABLES[name];
  if (!table) throw new Error(`expected one of ${Object.keys(TABLES).join(', ')}, got ${name}`);
  const lines = await table();
  // Read now: somebody may have written another section meanwhile.
  const parts = readFileSync(file, 'utf8').split(new RegExp(`(<!-- ${name} -->|<!-- end of ${name} -->)`));
  if (parts.length !== 5) throw new Error(`${file}: expected <!-- ${name} --> and <!-- end of ${name} -->, each once`);
  parts[2] = `\n\n${lines.join('\n')}\n\n`;
  writeFileSync(file, parts.join(''));
}
await backend.close();
