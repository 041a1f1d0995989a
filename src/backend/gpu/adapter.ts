/** Finding a GPU: navigator.gpu in a browser, Dawn (the npm package `webgpu`) in Node; and saying what was found. */
import { BackendUnavailableError } from '../../errors.js';
import { tellLavapipe } from './lavapipe.js';
import type { GPU, GPUAdapter } from './names.js';

export interface AdapterReport {
  /** One line for people: description, device or vendor, whichever is told. */
  readonly name: string;
  readonly vendor: string;
  readonly architecture: string;
  readonly description: string;
  /** vulkan, metal, d3d12 or browser. */
  readonly backendType: string;
  /** Computes on the CPU (SwiftShader, llvmpipe, WARP): slower than backend wasm. */
  readonly isSoftware: boolean;
  readonly limits: {
    readonly maxStorageBufferBindingSize: number;
    readonly maxBufferSize: number;
    readonly maxComputeInvocationsPerWorkgroup: number;
    readonly maxComputeWorkgroupsPerDimension: number;
  };
}

const SOFTWARE = /swiftshader|llvmpipe|lavapipe|softpipe|microsoft basic render|\bwarp\b|^cpu$|software/i;
const KEPT = Symbol.for('firstpassage.gpus');

const DRIVER = `give this machine a driver: on Debian 12 "apt install -t bookworm-backports mesa-vulkan-drivers" (23.1 or later), \
with VK_ICD_FILENAMES naming its .json file where there are several`;

const browserGpu = (): GPU | undefined => (globalThis.navigator as Navigator | undefined)?.gpu;
const isNode = (): boolean => typeof process !== 'undefined' && Boolean(process.versions?.node);

/** Whether WebGPU is Dawn in Node here, not a browser's own. */
export const usesDawn = (): boolean => !browserGpu() && isNode();

const remedy = (): string => `use backend wasm, or ${isNode() ? DRIVER : 'a browser that has WebGPU enabled'}`;

/** @throws BackendUnavailableError where this environment has no WebGPU at all. */
export async function findGpu(): Promise<GPU> {
  const browser = browserGpu();
  if (browser) return browser;
  if (!usesDawn()) {
    throw new BackendUnavailableError(`expected WebGPU in this browser, got none: ${remedy()}`);
  }
  return openDawn();
}

/** Dawn by its options: none for the adapter that it prefers. */
function openDawn(...options: readonly string[]): Promise<GPU> {
  // Dawn frees a GPU object that nobody references, under running work too: it is kept for the life of the process.
  const kept = globalThis as unknown as { [KEPT]?: Map<string, Promise<GPU>> };
  kept[KEPT] ??= new Map();
  const opened = kept[KEPT];
  const key = options.join();
  const gpu = opened.get(key) ?? loadDawn().then(({ create }) => create(options));
  opened.set(key, gpu);
  gpu.catch(() => opened.delete(key));
  return gpu;
}

async function loadDawn(): Promise<{ create(options: readonly string[]): GPU }> {
  const name = 'webgpu'; // in a variable, so that a bundler for browsers leaves it alone
  tellLavapipe();
  try {
    return await import(/* @vite-ignore */ name);
  } catch (cause) {
    throw new BackendUnavailableError(
      `expected the optional package webgpu, got "${(cause as Error).message}": run "npm install webgpu", or use backend wasm`,
      { cause },
    );
  }
}

/**
 * @param name as `listAdapters` tells it; the preferred adapter where it is left out
 * @throws BackendUnavailableError with the remedy.
 */
export async function findAdapter(gpu: GPU, software: 'allow' | 'refuse', name?: string): Promise<GPUAdapter> {
  const adapter =
    name === undefined
      ? await gpu.requestAdapter({ powerPreference: 'high-performance' })
      : ((await adaptersOf(gpu)).get(name) ?? null);
  if (adapter === null) {
    const wanted = name === undefined ? 'a GPU adapter' : `the GPU adapter ${name}`;
    throw new BackendUnavailableError(`expected ${wanted}, got none: ${remedy()}`);
  }
  if (software === 'refuse' && isSoftware(adapter)) {
    throw new BackendUnavailableError(
      `expected a hardware GPU, got ${nameOf(adapter.info)}, which computes on the CPU: use backend wasm, which is faster there`,
    );
  }
  return adapter;
}

export function isSoftware(adapter: GPUAdapter): boolean {
  const { info } = adapter;
  return (
    info.isFallbackAdapter ||
    [info.description, info.device, info.architecture, info.vendor].some((text) => SOFTWARE.test(text))
  );
}

export function reportAdapter(adapter: GPUAdapter): AdapterReport {
  const { info, limits } = adapter;
  return {
    name: nameOf(info),
    vendor: info.vendor,
    architecture: info.architecture,
    description: info.description,
    backendType: backendType(),
    isSoftware: isSoftware(adapter),
    limits: {
      maxStorageBufferBindingSize: limits.maxStorageBufferBindingSize,
      maxBufferSize: limits.maxBufferSize,
      maxComputeInvocationsPerWorkgroup: limits.maxComputeInvocationsPerWorkgroup,
      maxComputeWorkgroupsPerDimension: limits.maxComputeWorkgroupsPerDimension,
    },
  };
}

/** Every adapter that this environment offers, the preferred one first; none without WebGPU. */
export async function listAdapters(): Promise<AdapterReport[]> {
  let gpu: GPU;
  try {
    gpu = await findGpu();
  } catch {
    return [];
  }
  return [...(await adaptersOf(gpu)).values()].map(reportAdapter);
}

/** By name, the preferred one first: those of Dawn too where the GPU is this environment's own. */
async function adaptersOf(gpu: GPU): Promise<Map<string, GPUAdapter>> {
  const found = new Map<string, GPUAdapter>();
  const devices = new Set<string>();
  const add = (adapter: GPUAdapter | null): void => {
    if (adapter === null) return;
    const { info } = adapter;
    const name = nameOf(info);
    const device = `${name}, ${info.device}`;
    if (devices.has(device)) return;
    devices.add(device);
    found.set(found.has(name) ? device : name, adapter); // two cards of one driver are told apart by their devices
  };
  for (const options of [
    { powerPreference: 'high-performance' },
    { powerPreference: 'low-power' },
    { forceFallbackAdapter: true },
  ] as const) {
    add(await gpu.requestAdapter(options));
  }
  if (browserGpu() || gpu !== (await findGpu().catch(() => null))) return found;
  for (const name of await dawnNames()) {
    const named = await openDawn(`adapter=${name}`);
    add(await named.requestAdapter().catch(() => null));
  }
  return found;
}

/** Dawn hands out the adapter that it prefers, and tells the names of all to whoever asks for one that is not there. */
const dawnNames = async (): Promise<string[]> => {
  const gpu = await openDawn('adapter=none of this name');
  return gpu.requestAdapter().then(
    () => [],
    (error: Error) => namesIn(error.message),
  );
};

/** The names of adapters in a message of Dawn: lines of `backend: 'vulkan', name: '…'`. */
export const namesIn = (message: string): string[] =>
  [...message.matchAll(/^.*backend: '[^']*', name: '(.*)'$/gm)].map(([, name]) => name!);

function nameOf({ description, device, architecture, vendor }: GPUAdapterInfo): string {
  return description || device || [vendor, architecture].filter(Boolean).join(' ') || 'unnamed adapter';
}

function backendType(): string {
  if (browserGpu()) return 'browser';
  if (process.platform === 'darwin') return 'metal';
  return process.platform === 'win32' ? 'd3d12' : 'vulkan';
}
