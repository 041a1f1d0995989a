/** Whether this engine runs WebAssembly SIMD, and lets us compile it. */
import { BackendUnavailableError } from '../../errors.js';

/** One SIMD instruction in a module: (func (result v128) i32.const 0 i8x16.splat i8x16.popcnt). */
const SMALLEST = Uint8Array.from([
  ...[0, 97, 115, 109, 1, 0, 0, 0], // header
  ...[1, 5, 1, 96, 0, 1, 123], // type
  ...[3, 2, 1, 0], // function
  ...[10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11], // code
]);

/** One relaxed instruction: (func (result v128) i32.const 0 i8x16.splat, three times, f32x4.relaxed_madd). */
const SMALLEST_RELAXED = Uint8Array.from([
  ...[0, 97, 115, 109, 1, 0, 0, 0],
  ...[1, 5, 1, 96, 0, 1, 123],
  ...[3, 2, 1, 0],
  ...[10, 19, 1, 17, 0, ...[65, 0, 253, 15], ...[65, 0, 253, 15], ...[65, 0, 253, 15], 253, 133, 2, 11],
]);

/** A memory with 64-bit addresses, of no page. */
const SMALLEST_MEMORY64 = Uint8Array.from([0, 97, 115, 109, 1, 0, 0, 0, ...[5, 3, 1, 4, 0]]);

const OTHERWISE = "or choose the backend 'reference', which needs no WebAssembly and is slower";

/** Whether this engine knows the instructions. Some have no WebAssembly at all (the lockdown mode of Safari). */
export const hasSimd = (): boolean => typeof WebAssembly !== 'undefined' && WebAssembly.validate(SMALLEST);

/** Whether this engine knows the relaxed ones: Chrome and Edge from 114 on, Node.js from 21 on. */
export const hasRelaxedSimd = (): boolean =>
  typeof WebAssembly !== 'undefined' && WebAssembly.validate(SMALLEST_RELAXED);

/**
 * Whether the compiler keeps the order of the instructions in the binary, by what engines of the same age can: V8 does with
 * Turboshaft (Node.js 24, Chrome 133), and orders a block by its last uses with TurboFan (Node.js 20 and 22).
 */
export const keepsOrder = (): boolean => typeof WebAssembly !== 'undefined' && WebAssembly.validate(SMALLEST_MEMORY64);

/** @throws BackendUnavailableError where a kernel cannot be compiled: the engine is too old, or the page forbids it. */
export async function requireSimd(): Promise<void> {
  if (!hasSimd()) {
    throw new BackendUnavailableError(
      `wasm: expected an engine with WebAssembly SIMD, got one without: update the browser or Node.js, ${OTHERWISE}`,
    );
  }
  try {
    await WebAssembly.compile(SMALLEST); // a Content Security Policy refuses this, not validate()
  } catch (error) {
    throw new BackendUnavailableError(
      `wasm: expected to be let compile WebAssembly, got "${error instanceof Error ? error.message : error}": add 'wasm-unsafe-eval' to script-src of the page's Content-Security-Policy, ${OTHERWISE}`,
    );
  }
}
