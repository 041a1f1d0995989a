// How the tests and the benchmark start headless Chromium with WebGPU: flags, libraries, sandbox.
import { existsSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
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
  const env = { ...environment, LD_LIBRARY_PATH: `${libraries}:${directory}`, FONTCONFIG_FILE: fontsOf(directory) };
  return { executablePath: chromium, args: ARGS, chromiumSandbox, env };
}

/**
 * The fonts that come with Chromium, and the machine's own where it has some. The configuration in the package looks where
 * nothing is: pages would be without any text.
 *
 * @param {string} directory
 */
function fontsOf(directory) {
  const file = join(directory, 'fonts/here.conf');
  if (existsSync(file)) return file;
  const unfinished = `${file}.${process.pid}`;
  writeFileSync(
    unfinished,
    `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${join(directory, 'fonts/fonts')}</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>${join(directory, 'fonts/cache')}</cachedir>
  <alias><family>sans-serif</family><prefer><family>Open Sans</family><family>DejaVu Sans</family></prefer></alias>
  <alias><family>system-ui</family><prefer><family>Open Sans</family><family>DejaVu Sans</family></prefer></alias>
</fontconfig>
`,
  );
  renameSync(unfinished, file); // whole or not at all, whoever else writes it
  return file;
}
