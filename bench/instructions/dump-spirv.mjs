// SPIR-V of a kernel, by a child process on SwiftShader, which comes with the development dependencies.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { swiftshader } from '../../test/helpers/swiftshader.mjs';

const script = fileURLToPath(new URL('./dump.mjs', import.meta.url));

/**
 * @param {{ study: object, normals: 'built-in' | 'polynomial', entry: 'rush' | 'advance' | 'begin' }} wanted
 * @returns {string} SPIR-V in words
 */
export function dumpSpirv(wanted) {
  const { stdout, stderr, error } = spawnSync(process.execPath, [script, JSON.stringify(wanted)], {
    env: { ...process.env, ...swiftshader().env },
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  const text = `${stdout}\n${stderr}`;
  const at = text.indexOf('; SPIR-V');
  if (error || at < 0)
    throw new Error(`expected SPIR-V of ${wanted.entry}, got ${error?.message ?? text.slice(-2000)}`);
  const end = text.indexOf('\ninfo:', at);
  return text.slice(at, end < 0 ? undefined : end);
}
