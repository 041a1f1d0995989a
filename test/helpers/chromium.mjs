// How the tests and the benchmark start headless Chromium with WebGPU: flags, libraries, sandbox.
import { swiftshader } from './swiftshader.mjs';

const ARGS = [
  '--enable-unsafe-webgpu', // without it the software adapter is not offered
  '--ignore-gpu-blocklist',
  '--use-angle=swiftshader', // WebGL, for the benchmark's peers
  '--enable-unsafe-swiftshader',
  // No traffic of its own: the tests talk to localhost only.
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Headers of a cross-origin isolated page: SharedArrayBuffer, and a clock of 5 µs instead of 100 µs. */
export const ISOLATION_HEADERS = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

/**
 * Launch options for playwright. FIRSTPASSAGE_CHROMIUM names another Chromium, e.g. /usr/bin/chromium;
 * that one gets the machine's own libraries.
 *
 * @returns {{ executablePath: string, args: string[], chromiumSandbox: boolean, env: Record<string, string> }}
 */
export function chromiumLaunchOptions() {
  const chromiumSandbox = process.getuid?.() !== 0; // Chromium refuses to sandbox root
  const environment = /** @type {Record<string, string>} */ ({ ...process.env });
  const other = process.env.FIRSTPASSAGE_CHROMIUM;
  if (other) return { executablePath: other, args: ARGS, chromiumSandbox, env: environment };
  const { chromium, directory, libraries } = swiftshader();
  const env = { ...environment, LD_LIBRARY_PATH: `${libraries}:${directory}`, FONTCONFIG_PATH: `${directory}/fonts` };
  return { executablePath: chromium, args: ARGS, chromiumSandbox, env };
}
