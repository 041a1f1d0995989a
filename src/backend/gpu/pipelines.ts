/** Compiles shaders, telling a compiler's complaint with the file and line that it is about. */
import { ValidationError } from '../../errors.js';
import type { GpuPlan } from '../../plan/gpu.js';
import type { Plan } from '../../plan/plan.js';
import { compose, type Shader } from './compose.js';
import type { Device } from './device.js';
import { type Arithmetic, isPlain, planHeader } from './header.js';
import { printModel } from './model.js';

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
  /** Null where the plan watches a threshold or an end. */
  readonly rush: Kernel | null;
  readonly advance: Kernel;
  readonly prepare: Kernel;
  readonly reduceMoments: Kernel;
  readonly countInBins: Kernel;
}

/** Every shader that a plan needs, composed: file → bindings and entry points. */
export function planShaders(plan: Plan, gpuPlan: GpuPlan, arithmetic: Arithmetic) {
  const header = planHeader(plan, gpuPlan.workgroupSize, arithmetic);
  const shader = (file: string, generated = {}) => compose(file, header, generated);
  return {
    simulate: shader('simulate.wgsl', { 'model.wgsl': printModel(plan.program) }),
    quads: shader('quads.wgsl'),
    survivors: shader('survivors.wgsl'),
    moments: shader('moments.wgsl'),
    histogram: shader('histogram.wgsl'),
  };
}

/** To be called inside Device.guard. */
export async function compilePlan(
  device: Device,
  plan: Plan,
  gpuPlan: GpuPlan,
  arithmetic: Arithmetic,
): Promise<PlanKernels> {
  const shaders = planShaders(plan, gpuPlan, arithmetic);
  const [[begin, advance, rush], [tabulate], [prepare], [reduceMoments], [countInBins]] = await Promise.all([
    compile(
      device,
      shaders.simulate,
      ['place', 'write', 'uniform', 'read', 'read', 'write', 'write'],
      isPlain(plan) ? ['begin', 'advance', 'rush'] : ['begin', 'advance'],
    ),
    compile(device, shaders.quads, ['place', 'write'], ['tabulate']),
    compile(device, shaders.survivors, ['place', 'write', 'write'], ['prepare']),
    compile(device, shaders.moments, ['place', 'write', 'write'], ['reduce_moments']),
    compile(device, shaders.histogram, ['place', 'write', 'write'], ['count_in_bins']),
  ]);
  return {
    tabulate: tabulate!,
    begin: begin!,
    rush: rush ?? null,
    advance: advance!,
    prepare: prepare!,
    reduceMoments: reduceMoments!,
    countInBins: countInBins!,
  };
}

/** To be called inside Device.guard. @throws ValidationError with the file and line of the complaint. */
export async function compile(
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
