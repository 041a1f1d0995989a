import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, describe, expect, it } from 'vitest';
import { compose } from '#dist/backend/gpu/compose.js';
import type { Device } from '#dist/backend/gpu/device.js';
import { createWebgpuBackend, listAdapters } from '#dist/backend/gpu/index.js';
import { Compiler } from '#dist/backend/gpu/pipelines.js';
import { BackendUnavailableError, DeviceLostError, OutOfMemoryError, ValidationError } from '#dist/errors.js';
import { BLOCK } from '#dist/plan/plan.js';
import { plans } from '../wasm/plans.js';
import { openGpu, openNullDevice, withDevice } from './dawn.js';

const open: { close(): unknown }[] = [];
const closing = <T extends { close(): unknown }>(resource: T): T => {
  open.push(resource);
  return resource;
};
afterEach(async () => {
  for (const resource of open.splice(0)) await resource.close();
});

describe('without a GPU', () => {
  it('says that there is no adapter, and what to do', async () => {
    const gpu = { requestAdapter: async () => null } as unknown as GPU;
    const error = await createWebgpuBackend({ gpu }).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(BackendUnavailableError);
    expect(String(error)).toMatch(/expected a GPU adapter, got none: use backend wasm.*mesa-vulkan-drivers/s);
  });

  it('refuses a driver that computes on the CPU where hardware is asked for', async () => {
    const error = await createWebgpuBackend({ gpu: openGpu(), software: 'refuse' }).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(BackendUnavailableError);
    expect(String(error)).toMatch(/expected a hardware GPU, got SwiftShader/);
  });

  it('says that the adapter gave no device, and what to do', async () => {
    const limits = {};
    const info = { description: 'Fake 9000', device: '', architecture: '', vendor: '' };
    const requestDevice = async () => {
      throw new TypeError('the adapter is consumed');
    };
    const gpu = { requestAdapter: async () => ({ limits, info, requestDevice }) } as unknown as GPU;
    const error = await createWebgpuBackend({ gpu }).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(BackendUnavailableError);
    expect(String(error)).toMatch(/expected a device from Fake 9000, got "the adapter is consumed": use backend wasm/);
  });

  it('says that the device makes wrong normals, and what to do', async () => {
    const gpu = withDevice(openGpu(), (device) => {
      const createShaderModule = device.createShaderModule.bind(device);
      device.createShaderModule = ({ label, code }) =>
        createShaderModule({ label: label!, code: code.replaceAll('sqrt(', '1.001 * sqrt(') });
    });
    const error = await createWebgpuBackend({ gpu }).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(BackendUnavailableError);
    expect(String(error)).toMatch(
      /expected normals with an error below 0.00002, got 0.006.* on SwiftShader.*: use backend wasm/,
    );
  });

  it('says that the device refuses the first shader, and what to do', async () => {
    const gpu = withDevice(openGpu(), (device) => {
      const createShaderModule = device.createShaderModule.bind(device);
      device.createShaderModule = ({ label }) => createShaderModule({ label: label!, code: 'nonsense' });
    });
    const error = await createWebgpuBackend({ gpu }).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(BackendUnavailableError);
    expect(String(error)).toMatch(/expected SwiftShader.* to make normals, got "header:1:.*": use backend wasm/s);
  });

  it('lists SwiftShader as software', async () => {
    expect(await listAdapters()).toEqual([
      expect.objectContaining({ name: expect.stringMatching('SwiftShader'), isSoftware: true, backendType: 'vulkan' }),
    ]);
  });
});

describe('a device in trouble', () => {
  it('names the file and line that does not compile', async () => {
    const device: Device = closing(await openNullDevice());
    const shader = compose('broken.wgsl', '', {
      'broken.wgsl': '// #include "part.wgsl"',
      'part.wgsl': 'fn f() {\n x;',
    });
    const work = device.guard('broken', () => new Compiler(device).compile(shader, [], ['f']));
    await expect(work).rejects.toThrow(ValidationError);
    await expect(device.guard('broken', () => new Compiler(device).compile(shader, [], ['f']))).rejects.toThrow(
      /^part\.wgsl:2:\d+: /,
    );
  });

  it('tells a refused command from lack of memory', async () => {
    const device: Device = closing(await openNullDevice());
    const { maxBufferSize } = device.limits;
    const fill = () => [1, 2, 3, 4].map((i) => device.buffer(`huge ${i}`, maxBufferSize, 128));
    await expect(device.guard('too much', fill)).rejects.toThrow(OutOfMemoryError);
    await expect(device.guard('nonsense', () => device.buffer('odd', 64, 1 | 128))).rejects.toThrow(
      /^nonsense: .*refused a command/,
    );
    await expect(device.guard('fine', () => 'done')).resolves.toBe('done');
  });

  it('frees every buffer when something throws', async () => {
    const alive = new Set<GPUBuffer>();
    const gpu = withDevice(openGpu(), (device) => {
      const createBuffer = device.createBuffer.bind(device);
      device.createBuffer = (descriptor) => {
        const buffer = createBuffer(descriptor);
        const destroy = buffer.destroy.bind(buffer);
        alive.add(buffer);
        buffer.destroy = () => {
          alive.delete(buffer);
          return destroy();
        };
        expect(descriptor.label).toBeTruthy();
        return buffer;
      };
    });
    const backend = closing(await createWebgpuBackend({ gpu }));
    const onTally = () => {
      throw new RangeError('thrown by the caller');
    };
    await expect(backend.simulate(plans.firstPassage, 0, 1, { onTally })).rejects.toThrow('thrown by the caller');
    expect(alive.size).toBe(0);
  });

  it('says that the device was lost while it was in use, and what to do', async () => {
    let raw: GPUDevice | undefined;
    const gpu = withDevice(openGpu(), (device) => {
      raw = device;
    });
    const backend = closing(await createWebgpuBackend({ gpu }));
    const work = backend.simulate(plans.fixedHorizon, 0, 3, { onTally: () => raw!.destroy() });
    await expect(work).rejects.toThrow(DeviceLostError);
    await expect(backend.simulate(plans.fixedHorizon, 0, 1, { onTally: () => {} })).rejects.toThrow(
      /expected SwiftShader.* to go on, got a lost device/,
    );
  });

  it.each(['firstPassage', 'passageAndSaves', 'fixedHorizon'] as const)(
    'takes a submission that the driver gave up and called done for a loss: %s',
    async (name) => {
      const plan = { ...plans[name], paths: 2 * BLOCK, blocks: 2 };
      /** How many there are, or why not. */
      const submissions = async (isDropped: (index: number) => boolean): Promise<unknown> => {
        let count = 0;
        const gpu = withDevice(openGpu(), (device) => {
          const { queue } = device;
          const submit = queue.submit.bind(queue);
          const ours = new WeakSet<GPUCommandBuffer>();
          const createCommandEncoder = device.createCommandEncoder.bind(device);
          device.createCommandEncoder = (descriptor) => {
            const encoder = createCommandEncoder(descriptor);
            const finish = encoder.finish.bind(encoder);
            encoder.finish = () => {
              const buffer = finish();
              if (descriptor?.label?.startsWith('paths from')) ours.add(buffer);
              return buffer;
            };
            return encoder;
          };
          const lossy = (buffers: Iterable<GPUCommandBuffer>): undefined => {
            const [first] = [...buffers];
            if (!ours.has(first!) || !isDropped(count++)) submit([first!]);
          };
          const get = (target: GPUQueue, key: keyof GPUQueue) => {
            if (key === 'submit') return lossy;
            const value: unknown = target[key];
            return typeof value === 'function' ? value.bind(target) : value;
          };
          Object.defineProperty(device, 'queue', { value: new Proxy(queue, { get: get as never }) });
        });
        const backend = closing(await createWebgpuBackend({ gpu, tuning: { batchBlocks: 1, chunkSteps: 40 } }));
        const run = backend.simulate(plan, 0, 2, { onTally: () => {} });
        return run.then(
          () => count,
          (error: unknown) => error,
        );
      };
      const all = await submissions(() => false);
      expect(all).toEqual(expect.any(Number));
      for (const lost of [0, 1, Number(all) - 1]) {
        expect(await submissions((index) => index === lost)).toBeInstanceOf(DeviceLostError);
      }
    },
  );

  it('keeps nothing that was waited for', async () => {
    const device = closing(await openNullDevice());
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const kept: WeakRef<object>[] = [];
    const wait = async () => {
      for (let i = 0; i < 100; i++) kept.push(new WeakRef(await device.orLost(Promise.resolve({ i }))));
    };
    await wait();
    await new Promise((later) => setTimeout(later, 10));
    collect();
    expect(kept.filter((ref) => ref.deref() !== undefined).length).toBeLessThan(10);
  });

  it('says that a closed backend is closed', async () => {
    const backend = await createWebgpuBackend({ gpu: openGpu() });
    await backend.close();
    await expect(backend.follow(plans.fixedHorizon, 0, 1)).rejects.toThrow(/got one that was closed/);
  });
});
