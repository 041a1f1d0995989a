// Dawn's own GPU objects, kept alive as it demands, and one that compiles without any driver.
import { create } from 'webgpu';
import { Device } from '#dist/backend/gpu/device.js';

const kept: GPU[] = [];

function keep(options: string[]): GPU {
  const gpu = create(options);
  kept.push(gpu);
  return gpu;
}

/** SwiftShader, as the environment of this project has it. */
export const openGpu = (): GPU => keep([]);

/** Compiles and validates, computes nothing. */
export async function openNullDevice(): Promise<Device> {
  const adapter = await keep(['backend=null']).requestAdapter();
  return Device.open(adapter!);
}

/** The GPU with `change` applied to every device that it opens. */
export function withDevice(gpu: GPU, change: (device: GPUDevice) => void): GPU {
  const requestAdapter = async (options?: GPURequestAdapterOptions) => {
    const adapter = await gpu.requestAdapter(options);
    const requestDevice = adapter!.requestDevice.bind(adapter);
    adapter!.requestDevice = async (descriptor) => {
      const device = await requestDevice(descriptor);
      change(device);
      return device;
    };
    return adapter;
  };
  return { requestAdapter } as unknown as GPU;
}

const STORAGE = 128;
const COPY_TO = 8;
const POISON = 0xcacacaca;

/** Buffers come full of 0xcacacaca, so that nothing can lean on their being zero. */
export const poisoned = (gpu: GPU): GPU =>
  withDevice(gpu, (device) => {
    const createBuffer = device.createBuffer.bind(device);
    device.createBuffer = (descriptor) => {
      if ((descriptor.usage & STORAGE) === 0) return createBuffer(descriptor);
      const buffer = createBuffer({ ...descriptor, usage: descriptor.usage | COPY_TO });
      device.queue.writeBuffer(buffer, 0, new Uint32Array(descriptor.size / 4).fill(POISON));
      return buffer;
    };
  });
