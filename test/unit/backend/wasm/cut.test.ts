// How the loop is cut where nobody says, and what may be said.
import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { createWasmBackend } from '#dist/backend/wasm/index.js';
import { defaultCut, type LoopCut } from '#dist/backend/wasm/shape.js';

const [major = 0] = process.versions.node.split('.').map(Number);

it('two vectors by integers where the compiler keeps the order of code, one elsewhere', () => {
  expect(defaultCut()).toEqual({ vectors: 4, byIntegers: major >= 24 ? 2 : 1 });
});

it('knows such a compiler by memories with 64-bit addresses', () => {
  const script = `console.log((await import(process.argv[1])).keepsOrder())`;
  const module = new URL('../../../../dist/backend/wasm/simd.js', import.meta.url).href;
  const flags = major >= 24 ? [] : ['--experimental-wasm-memory64'];
  const { stdout } = spawnSync(process.execPath, [...flags, '--input-type=module', '-e', script, module], {
    encoding: 'utf8',
  });
  expect(stdout).toBe('true\n');
});

it.each([{ vectors: 3, byIntegers: 0 }, { vectors: 4, byIntegers: 3 }, { vectors: 4 }])(
  'refuses the cut %j',
  async (cut) => {
    await expect(createWasmBackend({ cut: cut as LoopCut })).rejects.toThrow(
      /^cut: expected vectors of 1, 2, 4 and byIntegers of 0, 1, 2, got \{/,
    );
  },
);
