// Where WebAssembly SIMD is missing or forbidden.
import { afterEach, expect, it, vi } from 'vitest';
import { selectBackend } from '#dist/backend/select.js';
import { createWasmBackend } from '#dist/backend/wasm/index.js';
import { hasSimd } from '#dist/backend/wasm/simd.js';

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

/** Ways in which an engine may not do, and what the user is told. */
const lacking: readonly (readonly [string, () => void, RegExp])[] = [
  [
    'an engine without SIMD',
    () => void vi.spyOn(WebAssembly, 'validate').mockReturnValue(false),
    /expected an engine with WebAssembly SIMD, got one without: update .* 'reference'/,
  ],
  [
    'an engine without WebAssembly',
    () => void vi.stubGlobal('WebAssembly', undefined),
    /expected an engine with WebAssembly SIMD, got one without: update .* 'reference'/,
  ],
  [
    'a page that forbids WebAssembly',
    () => void vi.spyOn(WebAssembly, 'compile').mockRejectedValue(new WebAssembly.CompileError('violates the policy')),
    /got "violates the policy": add 'wasm-unsafe-eval' .* 'reference'/,
  ],
];

it('is here', () => expect(hasSimd()).toBe(true));

it('says of a method that no GPU runs it, not that there is a GPU', async () => {
  const { backend, reason } = await selectBackend('auto', 'tilted');
  await backend.close();
  expect(reason).toBe('method tilted runs on no hardware GPU; wasm is the best backend here');
});

it.each(lacking)('%s: the backend is unavailable, with a remedy', async (_, lack, message) => {
  lack();
  const refusal = createWasmBackend({ threads: 1 });
  await expect(refusal).rejects.toMatchObject({ name: 'BackendUnavailableError' });
  await expect(refusal).rejects.toThrow(message);
});

it.each(lacking)('%s: `auto` goes on to the next backend', async (_, lack) => {
  lack();
  const { backend, reason } = await selectBackend('auto');
  await backend.close();
  expect(backend.name).not.toBe('wasm');
  if (backend.name === 'reference') expect(reason).toBe('no hardware GPU; no wasm');
});
