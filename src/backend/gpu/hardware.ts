/** Whether looking for a hardware GPU can succeed at all, told without loading Dawn: fast, and without its drivers' complaints. */

/** Device nodes of which a GPU driver for Linux needs one: DRM, NVIDIA (of a container that may not have the first card), WSL, Adreno, Mali. */
const LINUX_DEVICES = ['/dev/dri', '/dev/nvidiactl', '/dev/dxg', '/dev/kgsl-3d0', '/dev/mali0'];

/** false only on Linux without any GPU device. */
export function mayHaveHardware(): boolean {
  if (globalThis.process?.platform !== 'linux') return true;
  const fs = process.getBuiltinModule?.('node:fs');
  return fs === undefined || LINUX_DEVICES.some((path) => fs.existsSync(path));
}
