/**
 * The types of WebGPU, by name. TypeScript's DOM library has them from version 6 on, @webgpu/types before that (both at once
 * collide); a project with neither can still compile the declarations of this package, and sees `unknown`.
 */
type Instance<Name extends string> = typeof globalThis extends Record<Name, { prototype: infer T }> ? T : unknown;

export type GPU = Instance<'GPU'>;
export type GPUAdapter = Instance<'GPUAdapter'>;
export type GPUBindGroupLayout = Instance<'GPUBindGroupLayout'>;
export type GPUBuffer = Instance<'GPUBuffer'>;
export type GPUCommandEncoder = Instance<'GPUCommandEncoder'>;
export type GPUComputePipeline = Instance<'GPUComputePipeline'>;
export type GPUDevice = Instance<'GPUDevice'>;
export type GPUQuerySet = Instance<'GPUQuerySet'>;
