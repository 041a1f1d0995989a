// Instructions per step in the loop of the WASM kernel that the backend generates: no measure of time, but a number that is
// the same on every machine, so that a budget can guard it.
import initWabt from 'wabt';
import { buildKernel } from '../../dist/backend/wasm/kernel.js';

/** What needs no instruction of the processor: V8 keeps locals in registers, constants in instructions, and 32-bit words extended. Loads and stores are counted. */
const FREE = /^(local\.|block|loop|end|drop|if|else|i\d+\.const|i64\.extend_i32_u)/;
const KINDS = /** @type {const} */ ([
  ['integer product', /^i(64x2\.extmul|32x4\.mul)/],
  ['float', /^f32x4\.(add|sub|mul|div|abs|neg|min|max|pmin|pmax|sqrt|floor)/],
  ['memory', /load|store/],
  ['shuffle', /shuffle|splat|lane/],
  ['integer and logic', /^(i\d+x\d+|v128)\./],
  ['conversion', /convert|trunc/],
]);

/**
 * @param {import('../../dist/backend/wasm/shape.js').KernelShape} shape
 * @returns {Promise<Record<string, number>>} instructions per step and vector of four paths, by kind, and their `total`; without what
 *   lists lanes for the exact step
 */
export async function instructionsPerStep(shape) {
  const wabt = await initWabt();
  const module = wabt.readWasm(buildKernel(shape).bytes, { readDebugNames: true });
  const text = module.toText({ foldExprs: false, inlineExport: false });
  module.destroy();
  const march = /** @type {RegExpExecArray} */ (/\(func \$?march\b|\(func \(;2;\)/.exec(text)).index;
  const lines = text
    .slice(march, text.indexOf('(func', march + 1))
    .split('\n')
    .map((line) => line.trim());
  const start = lines.findIndex((line) => line.startsWith('loop'));
  let depth = 0;
  const end = lines.findIndex((line, i) => {
    if (i < start) return false;
    if (/^(loop|block|if)\b/.test(line)) depth++;
    if (/^end\b/.test(line)) depth--;
    return depth === 0;
  });
  /** @type {Record<string, number>} */
  const counts = Object.fromEntries([...KINDS.map(([kind]) => kind), 'scalar and control'].map((kind) => [kind, 0]));
  const share = 1 / (4 * shape.cut.vectors);
  let apart = 0; // what is done for a few groups of vectors only
  for (const line of lines.slice(start + 1, end)) {
    const name = line.split(/\s/)[0] ?? '';
    if (apart > 0 || name === 'if') apart += name === 'end' ? -1 : Number(/^(loop|block|if)$/.test(name));
    if (apart > 0) continue;
    if (name === '' || FREE.test(name)) continue;
    const kind = KINDS.find(([, names]) => names.test(name))?.[0] ?? 'scalar and control';
    counts[kind] = (counts[kind] ?? 0) + share;
  }
  return { ...counts, total: Object.values(counts).reduce((sum, n) => sum + n, 0) };
}
