/** WebGPU's flags of what a buffer is for: GPUBufferUsage is a global of browsers only. */
export const USAGE = {
  read: 1,
  copyFrom: 4,
  copyTo: 8,
  uniform: 64,
  storage: 128,
  indirect: 256,
  queryResolve: 512,
} as const;
