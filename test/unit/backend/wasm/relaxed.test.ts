// `fast: true`: products and sums in one instruction. Node.js has relaxed SIMD behind a flag until 21, so that the work is done in a process of its own.
import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { defaultCut, shapeOf } from '#dist/backend/wasm/shape.js';
import { hasRelaxedSimd } from '#dist/backend/wasm/simd.js';
import { planOf } from './plans.js';

const FLAG = '--experimental-wasm-relaxed-simd';
const flags = process.allowedNodeEnvironmentFlags.has(FLAG) || hasRelaxedSimd() ? [] : [FLAG];

const program = `
import { defaultCut, shapeOf } from '#dist/backend/wasm/shape.js';
import { run } from '#dist/study/run.js';
import { parseStudy } from '#dist/study/check.js';
import { planStudy } from '#dist/study/plan.js';

const plain = { model: 'severity', initial: 0.1, paths: 8192, horizon: 20, saveAt: [20], firstPassage: { threshold: 0.5 }, seed: 5, backend: 'wasm' };
const of = async (fast) => {
  const study = parseStudy({ ...plain, fast });
  const { snapshots, firstPassage, provenance } = await run(study);
  return {
    fused: shapeOf(planStudy(study), defaultCut()).fused,
    mean: snapshots[0].mean.value,
    standardError: snapshots[0].mean.standardError,
    probability: firstPassage.probability.value,
    digest: provenance.digest,
  };
};
console.log(JSON.stringify([await of(false), await of(true), await of(true)]));
`;

it('rounds otherwise, in the last bits alone, and again the same', () => {
  const { stdout, stderr } = spawnSync(process.execPath, [...flags, '--input-type=module', '--eval', program], {
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  const [exact, fast, again] = JSON.parse(stdout);
  expect(exact.fused).toBe(false);
  expect(fast.fused).toBe(true);
  expect(again).toEqual(fast);
  // The noise is the same: what differs is far below the standard error.
  expect(Math.abs(fast.mean - exact.mean)).toBeLessThan(0.05 * exact.standardError);
  expect(fast.mean).not.toBe(exact.mean);
  expect(Math.abs(fast.probability - exact.probability)).toBeLessThan(0.002);
});

it('changes nothing where the engine has no relaxed SIMD, or nobody asked', () => {
  expect(shapeOf(planOf({}), defaultCut()).fused).toBe(false);
  expect(shapeOf(planOf({ fast: true }), defaultCut()).fused).toBe(hasRelaxedSimd());
});
