// Finding every adapter: Dawn hands out one, and names the others in an error.

import { expect, it } from 'vitest';
import { create } from 'webgpu';
import { listAdapters, namesIn } from '#dist/backend/gpu/adapter.js';

it('reads the names of adapters in what Dawn says', () => {
  const message = [
    'no suitable backends found',
    'Available adapters:',
    " * backend: 'vulkan', name: 'SwiftShader Device (Subzero)'",
    " * backend: 'vulkan', name: 'a GPU called 'fast''",
  ].join('\n');
  expect(namesIn(message)).toEqual(['SwiftShader Device (Subzero)', "a GPU called 'fast'"]);
  expect(namesIn('no suitable backends found\nAvailable adapters:')).toEqual([]);
});

it('lists every adapter once, under the name by which it is had', async () => {
  const gpu = create(['adapter=none of this name']);
  const told: Error = await gpu.requestAdapter().then(
    () => Promise.reject(new Error('expected no such adapter')),
    (error) => error,
  );
  const names = (await listAdapters()).map(({ name }) => name);
  expect(names.length).toBe(new Set(namesIn(told.message)).size); // equal devices have one name
  expect(new Set(names).size).toBe(names.length);
});
