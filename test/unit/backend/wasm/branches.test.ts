/** Branching paths on the workers: the reference in f32, bit for bit, however the blocks are shared out. */
import { describe, expect, it } from 'vitest';
import { createReferenceBackend } from '#dist/backend/reference/index.js';
import { createWasmBackend } from '#dist/backend/wasm/index.js';
import { run } from '#dist/study/run.js';
import { brownianStudy } from '../../../helpers/unlikely.js';

const study = brownianStudy(1e-6, 16, { method: 'splitting', paths: 9000 }); // two blocks and a short one

describe('splitting on wasm', () => {
  it.each([1, 3])('gives the bits of the reference in f32 with %d threads', async (threads) => {
    const reference = await createReferenceBackend({ precision: 'f32' });
    const wasm = await createWasmBackend({ threads });
    const [expected, found] = await Promise.all(
      [reference, wasm].map((backend) => run(study, { backend, checks: false })),
    );
    await wasm.close();
    expect(found!.firstPassage).toEqual(expected!.firstPassage);
    expect(found!.provenance.pathSteps).toBe(expected!.provenance.pathSteps);
  });

  it('stops at once, with whole blocks', async () => {
    const wasm = await createWasmBackend({ threads: 1 }); // with more, a later block may be the first to end
    const aborter = new AbortController();
    const result = await run(brownianStudy(1e-6, 16, { method: 'splitting', paths: 1_000_000 }), {
      backend: wasm,
      checks: false,
      signal: aborter.signal,
      onProgress: () => aborter.abort(),
    });
    await wasm.close();
    const { completed } = result.provenance.partial!;
    expect(completed).toBeGreaterThan(0);
    expect(completed % 4096).toBe(0);
    expect(completed).toBeLessThan(100_000);
  });
});
