/** Compiles shaders, telling a compiler's complaint with the file and line that it is about. */
import { ValidationError } from '../../errors.js';
import type { GpuPlan } from '../../plan/gpu.js';
import type { Plan } from '../../plan/plan.js';
import { compose, type Shader } from './compose.js';
import type { Device } from './device.js';
import { commonHeader, type Dialect, generatorFiles, type NormalsVariant, planHeader, rushFile } from './header.js';
import { modelFiles } from './model.js';
import type { GPUBindGroupLayout, GPUComputePipeline } from './names.js';

/** What a shader binds, in order: `place` is the uniform that differs between dispatches (a dynamic offset). */
export type Binding = 'place' | 'uniform' | 'read' | 'write';

const COMPUTE_STAGE = 4;

/** One entry point, ready to run. */
export interface Kernel {
  readonly label: string;
  readonly pipeline: GPUComputePipeline;
  readonly layout: GPUBindGroupLayout;
}

export interface PlanKernels {
  readonly tabulate: Kernel;
  readonly begin: Kernel;
  /** Null where lanes take path after path instead. */
  readonly rush: Kernel | null;
  readonly advance: Kernel;
  /** Null where paths go side by side (GpuPlan.strolls). */
  readonly stroll: Kernel | null;
  readonly prepare: Kernel;
  readonly mark: Kernel;
  readonly reduceMoments: Kernel;
  readonly countInBins: Kernel;
}

/** Every shader that a plan needs. */
export function planShaders(
  plan: Plan,
  { workgroupSize, points, strolls }: GpuPlan,
  normals: NormalsVariant,
  { halves, ownMax }: Dialect,
) {
  const options = { workgroupSize, normals, many: points > 1, strolls };
  const common = commonHeader(plan.rng, options, plan.program.heun !== null);
  const generator = generatorFiles(plan.rng, halves);
  return {
    simulate: compose('simulate.wgsl', planHeader(plan, { ...options, ownMax }), {
      ...modelFiles(plan.program, options.many),
      ...generator,
      ...rushFile(plan),
    }),
    quads: compose('quads.wgsl', common, generator),
    survivors: compose('survivors.wgsl', common),
    moments: compose('moments.wgsl', common),
    histogram: compose('histogram.wgsl', common),
  };
}

/** @param numbers the constants of one plan, or the table of many. */
const bindingsOfSimulate = (numbers: 'uniform' | 'read'): readonly Binding[] => [
  'place',
  'write',
  numbers,
  'read',
  'read',
  'write',
  'write',
];

/** To be called inside Device.guard. */
export async function compilePlan(
  compiler: Compiler,
  plan: Plan,
  gpuPlan: GpuPlan,
  normals: NormalsVariant,
): Promise<PlanKernels> {
  const shaders = planShaders(plan, gpuPlan, normals, compiler.dialect);
  const { strolls } = gpuPlan;
  const steps = ['begin', 'advance', strolls ? 'stroll' : 'rush'];
  const [[begin, advance, third], [tabulate], [prepare, mark], [reduceMoments], [countInBins]] = await Promise.all([
    compiler.compile(shaders.simulate, bindingsOfSimulate(gpuPlan.points > 1 ? 'read' : 'uniform'), steps),
    compiler.compile(shaders.quads, ['place', 'write'], ['tabulate']),
    compiler.compile(shaders.survivors, ['place', 'write', 'write'], ['prepare', 'mark']),
    compiler.compile(shaders.moments, ['place', 'write', 'write'], ['reduce_moments']),
    compiler.compile(shaders.histogram, ['place', 'write', 'write'], ['count_in_bins']),
  ]);
  return {
    tabulate: tabulate!,
    begin: begin!,
    rush: strolls ? null : third!,
    advance: advance!,
    stroll: strolls ? third! : null,
    prepare: prepare!,
    mark: mark!,
    reduceMoments: reduceMoments!,
    countInBins: countInBins!,
  };
}

/** Drivers that shift to the right lane by lane (docs/performance.md). */
const SLOW_SHIFTS = /swiftshader/i;
const KEPT = 64; // shaders; a sweep over parameters uses the same five throughout

/** Compiles each shader once. */
export class Compiler {
  readonly #device: Device;
  readonly #kept = new Map<string, Promise<Kernel[]>>();
  readonly dialect: Dialect;

  /** @param wanted Default: what was measured to be faster on the device. */
  constructor(device: Device, wanted: Partial<Dialect> = {}) {
    this.#device = device;
    const { name, isSoftware } = device.adapter;
    this.dialect = {
      halves: wanted.halves ?? (SLOW_SHIFTS.test(name) ? 'floats' : 'shifts'),
      ownMax: wanted.ownMax ?? !isSoftware,
    };
  }

  /** To be called inside Device.guard. @throws ValidationError with the file and line of the complaint. */
  compile(shader: Shader, bindings: readonly Binding[], entryPoints: readonly string[]): Promise<Kernel[]> {
    const key = `${entryPoints.join()}\n${shader.code}`;
    let kernels = this.#kept.get(key);
    if (kernels === undefined) {
      kernels = compile(this.#device, shader, bindings, entryPoints);
      kernels.catch(() => this.#kept.delete(key));
      if (this.#kept.size >= KEPT) this.#kept.delete(this.#kept.keys().next().value!);
      this.#kept.set(key, kernels);
    }
    return kernels;
  }
}

async function compile(
  device: Device,
  shader: Shader,
  bindings: readonly Binding[],
  entryPoints: readonly string[],
): Promise<Kernel[]> {
  const { raw } = device;
  const module = raw.createShaderModule({ label: shader.name, code: shader.code });
  const { messages } = await device.orLost(module.getCompilationInfo());
  const errors = messages.filter(({ type }) => type === 'error');
  if (errors.length > 0) {
    throw new ValidationError(
      errors.map((e) => `${shader.origins[e.lineNum - 1] ?? shader.name}:${e.linePos}: ${e.message}`).join('\n'),
    );
  }
  const layout = raw.createBindGroupLayout({
    label: `${shader.name} bindings`,
    entries: bindings.map((kind, binding) => ({ binding, visibility: COMPUTE_STAGE, buffer: bufferLayout(kind) })),
  });
  const pipelineLayout = raw.createPipelineLayout({ label: `${shader.name} layout`, bindGroupLayouts: [layout] });
  return Promise.all(
    entryPoints.map(async (entryPoint) => {
      const label = `${shader.name} ${entryPoint}`;
      const compute = { module, entryPoint };
      const pipeline = await device.orLost(raw.createComputePipelineAsync({ label, layout: pipelineLayout, compute }));
      return { label, pipeline, layout };
    }),
  );
}

function bufferLayout(kind: Binding): GPUBufferBindingLayout {
  if (kind === 'place') return { type: 'uniform', hasDynamicOffset: true };
  if (kind === 'uniform') return { type: 'uniform' };
  return { type: kind === 'read' ? 'read-only-storage' : 'storage' };
}
