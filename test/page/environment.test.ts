/** What the other tests of this folder count on: a GPU adapter in the page, and cross-origin isolation. */
import { expect, test } from 'vitest';

test('the page is cross-origin isolated', () => {
  expect(crossOriginIsolated).toBe(true);
});

test('the page finds a WebGPU adapter and computes on it', async () => {
  const adapter = await navigator.gpu.requestAdapter();
  expect(adapter?.info.architecture, 'adapter.info.architecture').not.toBe('');
  const device = await adapter!.requestDevice();
  const pipeline = device.createComputePipeline({
    label: 'squares',
    layout: 'auto',
    compute: {
      module: device.createShaderModule({
        code: `@group(0) @binding(0) var<storage, read_write> values: array<u32>;
          @compute @workgroup_size(64) fn main(@builtin(global_invocation_id) id: vec3u) { values[id.x] = id.x * id.x; }`,
      }),
    },
  });
  const bytes = 64 * 4;
  const storage = device.createBuffer({ size: bytes, usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC });
  const readable = device.createBuffer({ size: bytes, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST });
  const encoder = device.createCommandEncoder();
  const pass = encoder.beginComputePass();
  pass.setPipeline(pipeline);
  const entries = [{ binding: 0, resource: { buffer: storage } }];
  pass.setBindGroup(0, device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries }));
  pass.dispatchWorkgroups(1);
  pass.end();
  encoder.copyBufferToBuffer(storage, 0, readable, 0, bytes);
  device.queue.submit([encoder.finish()]);
  await readable.mapAsync(GPUMapMode.READ);
  expect([...new Uint32Array(readable.getMappedRange())]).toEqual(Array.from({ length: 64 }, (_, i) => i * i));
  device.destroy();
});
