import { afterEach, describe, expect, it } from 'vitest';
import { compose } from '#dist/backend/gpu/compose.js';
import type { Device } from '#dist/backend/gpu/device.js';
import { createWebgpuBackend, listAdapters } from '#dist/backend/gpu/index.js';
import { Compiler } from '#dist/backend/gpu/pipelines.js';
import { BackendUnavailableError, DeviceLostError, OutOfMemoryError, ValidationError } from '#dist/errors.js';
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

  it('says that a closed backend is closed', async () => {
    const backend = await createWebgpuBackend({ gpu: openGpu() });
    await backend.close();
    await expect(backend.follow(plans.fixedHorizon, 0, 1)).rejects.toThrow(/got one that was closed/);
  });
});
