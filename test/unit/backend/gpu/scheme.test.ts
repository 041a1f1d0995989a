// One proposal of Lamperti–Heun on the device against the reference, predictors many widths outside included: paths seldom
// come there, and those that do end alike.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { compose } from '#dist/backend/gpu/compose.js';
import { Device } from '#dist/backend/gpu/device.js';
import { planHeader } from '#dist/backend/gpu/header.js';
import { modelFiles } from '#dist/backend/gpu/model.js';
import { packParams } from '#dist/backend/gpu/params.js';
import { Compiler } from '#dist/backend/gpu/pipelines.js';
import { mapWords } from '#dist/backend/gpu/words.js';
import { proposer } from '#dist/backend/reference/scheme.js';
import type { Plan } from '#dist/plan/plan.js';
import { planOf } from '../wasm/plans.js';
import { openGpu } from './dawn.js';

let device: Device;
let compiler: Compiler;
beforeAll(async () => {
  device = await Device.open((await openGpu().requestAdapter())!);
  compiler = new Compiler(device);
});
afterAll(() => device.close());

const APPLY = `// #include "params.wgsl"
// #include "scheme.wgsl"
@group(0) @binding(1) var<storage, read> given: array<vec4f>; // state, normal
@group(0) @binding(2) var<storage, read_write> results: array<vec4f>;

@compute @workgroup_size(64)
fn apply(@builtin(global_invocation_id) id: vec3u) {
  if (id.x < params.paths) {
    let m = load_model();
    let x = given[id.x].x;
    results[id.x] = vec4f(propose(x, noise(x, m), given[id.x].y, m), 0.0, 0.0, 0.0);
  }
}`;

/** The model with its numbers written out: the test binds no buffer for them. */
function modelWithNumbers({ program }: Plan): Readonly<Record<string, string>> {
  const files = modelFiles(program);
  const model = files['model.wgsl']!.replace(/@group\(0\) @binding\(2\).*/, '').replace(
    /constants\[(\d+)\]\.([xyzw])/g,
    (_, row: string, component: string) => {
      const value = program.constants[4 * Number(row) + 'xyzw'.indexOf(component)]!;
      return `f32(${Math.fround(value)})`;
    },
  );
  return { ...files, 'model.wgsl': model };
}

async function proposals(plan: Plan, points: readonly (readonly [number, number])[]): Promise<Float32Array> {
  const shader = compose('apply.wgsl', planHeader(plan, { workgroupSize: 64, normals: 'polynomial' }), {
    ...modelWithNumbers(plan),
    'apply.wgsl': APPLY,
  });
  const given = new Uint32Array(4 * points.length);
  new Float32Array(given.buffer).set(points.flatMap(([y, z]) => [y, z, 0, 0]));
  const place = { firstPath: 0, paths: points.length, points: 1, stride: 0, slots: 0, blocks: 0 };
  const head = packParams(plan, place, { first: 0, last: 0, source: 0, survivors: 0, row: 0 });
  const bits = await mapWords(device, compiler, { shader, entry: 'apply', head, given });
  return new Float32Array(bits.buffer).filter((_, i) => i % 4 === 0);
}

it.each([
  ['reflect', 'reflect'],
  ['absorb', 'reflect'],
  ['reflect', 'absorb'],
  ['absorb', 'absorb'],
] as const)('proposes what the reference does: %s, %s', async (lower, upper) => {
  const plan = planOf({
    params: { alpha: 1, beta: 0.5, gamma: 0.001, sigma0: 0.05, sigma1: 0.5 },
    scheme: 'lamperti-heun',
    dt: 20,
    horizon: 200,
    saveAt: [],
    boundary: { lower, upper },
  });
  const rounded = { ...plan, lower: Math.fround(plan.lower), upper: Math.fround(plan.upper) };
  const width = plan.upper - plan.lower;
  // Odd counts of points in irrational steps: none lies within rounding of where a mirror begins.
  const points = Array.from({ length: 61 * 41 }, (_, i) => {
    const y = plan.lower + width * (((i % 61) + Math.SQRT1_2) / 61.5);
    const z = -6.5 + 13 * ((Math.floor(i / 61) + Math.SQRT1_2) / 41.5);
    return [Math.fround(y), Math.fround(z)] as const;
  });
  const f32 = proposer(rounded, Math.fround);
  const f64 = proposer(rounded, (x) => x);
  const expected = points.map(([y, z]) => f32(y, z).proposal);
  const rounding = Math.max(...points.map(([y, z], i) => Math.abs(expected[i]! - f64(y, z).proposal)));
  const found = await proposals(plan, points);
  const worst = Math.max(...found.map((value, i) => Math.abs(value - expected[i]!)));
  // The device rounds the same operations, some of them two at a time.
  expect(worst).toBeLessThanOrEqual(4 * rounding);
  const largest = Math.max(...expected.map(Math.abs));
  expect(rounding).toBeLessThan(32 * 2 ** -24 * largest); // some thirty operations: no point lies where a mirror begins
  expect(largest).toBeGreaterThan(2 * width);
});
