import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const WORKER = new URL('../../../../dist/backend/wasm/worker.js', import.meta.url);
const IMPORT = /^(?:import|export) [^'\n]* from '([^']+)'|^import '([^']+)'/gm;

/** Every module that a module loads, by what it is imported as: a file, or the name of a package. */
function imports(entry: string): Set<string> {
  const found = new Set<string>();
  const pending = [resolve(entry)];
  for (let file = pending.pop(); file !== undefined; file = pending.pop()) {
    if (found.has(file)) continue;
    found.add(file);
    if (!file.startsWith('/')) continue;
    for (const [, from, alone] of readFileSync(file, 'utf8').matchAll(IMPORT)) {
      const name = (from ?? alone)!;
      pending.push(name.startsWith('.') ? resolve(dirname(file), name) : name);
    }
  }
  return found;
}

test('a worker loads what paths need and no package: it starts in a tenth of the time that the parser takes', () => {
  const loaded = [...imports(fileURLToPath(WORKER))];
  expect(loaded.length).toBeGreaterThan(20);
  expect(loaded.filter((name) => !name.startsWith('/'))).toEqual([]);
  expect(loaded.filter((name) => /\/(model\/parse|theory)\b/.test(name))).toEqual([]);
});
