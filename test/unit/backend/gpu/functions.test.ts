// A model's functions as they are printed, in f32 on the device, against Math in f64.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Backend } from '#dist/backend/backend.js';
import { compose } from '#dist/backend/gpu/compose.js';
import { Device } from '#dist/backend/gpu/device.js';
import { createWebgpuBackend } from '#dist/backend/gpu/index.js';
import { modelFiles } from '#dist/backend/gpu/model.js';
import { packParams } from '#dist/backend/gpu/params.js';
import { Compiler } from '#dist/backend/gpu/pipelines.js';
import { mapWords } from '#dist/backend/gpu/words.js';
import { createReferenceBackend } from '#dist/backend/reference/index.js';
import type { ProgramNode, ProgramUnary } from '#dist/model/program.js';
import { planOf, plans } from '../wasm/plans.js';
import { openGpu } from './dawn.js';

let device: Device;
let compiler: Compiler;
let backend: Backend;
beforeAll(async () => {
  backend = await createWebgpuBackend({ gpu: openGpu() });
  device = await Device.open((await openGpu().requestAdapter())!);
  compiler = new Compiler(device);
});
afterAll(async () => {
  await backend.close();
  device.close();
});

const APPLY = `// #include "params.wgsl"
// #include "model.wgsl"
@group(0) @binding(1) var<storage, read> given: array<vec4f>;
@group(0) @binding(2) var<storage, read_write> results: array<vec4f>;

@compute @workgroup_size(64)
fn apply(@builtin(global_invocation_id) id: vec3u) {
  if (id.x < params.paths) {
    let x = given[id.x];
    let m = Model();
    results[id.x] = vec4f(drift(x.x, m), drift(x.y, m), drift(x.z, m), drift(x.w, m));
  }
}`;

async function apply(op: ProgramUnary, x: Float32Array): Promise<Float32Array> {
  const drift: ProgramNode = { op, a: { op: 'x' } };
  const files = modelFiles({ constants: [], drift, noise: { op: 'x' }, correction: null, heun: null });
  const shader = compose('apply.wgsl', '', { ...files, 'apply.wgsl': APPLY });
  const given = new Uint32Array(4 * Math.ceil(x.length / 4));
  new Float32Array(given.buffer).set(x);
  const place = { firstPath: 0, paths: given.length / 4, points: 1, stride: 0, slots: 0, blocks: 0 };
  const head = packParams(plans.fixedHorizon, place, { first: 0, last: 0, source: 0, survivors: 0, row: 0 });
  const bits = await mapWords(device, compiler, { shader, entry: 'apply', head, given });
  return new Float32Array(bits.buffer, bits.byteOffset, x.length);
}

const SAMPLES = 20001;
const linear = (from: number, to: number): Float32Array =>
  Float32Array.from({ length: SAMPLES }, (_, i) => from + ((to - from) * i) / (SAMPLES - 1));
const geometric = (from: number, to: number): Float32Array =>
  Float32Array.from({ length: SAMPLES }, (_, i) => from * (to / from) ** (i / (SAMPLES - 1)));

const SMALLEST_NORMAL = 2 ** -126;
/** Distance of neighbouring f32 around y. */
const ulp = (y: number): number => 2 ** (Math.floor(Math.log2(Math.max(SMALLEST_NORMAL, Math.abs(y)))) - 23);
const belowOne = () => 2 ** -24; // ulp of numbers just below 1

// Bounds: the error measured on SwiftShader, rounded up to the next half, as in the test of wasm's.
describe.each([
  ['exp', 'exp, normal results', Math.exp, linear(-87, 88.7), 1, ulp],
  ['exp', 'exp near 0', Math.exp, linear(-1, 1), 1, ulp],
  ['log', 'log, whole range', Math.log, geometric(SMALLEST_NORMAL, 3e38), 1, ulp],
  ['log', 'log of denormals', Math.log, geometric(2 ** -149, SMALLEST_NORMAL), 1, ulp],
  ['log', 'log near 1', Math.log, linear(0.5, 2), 1, ulp],
  ['sin', 'sin, |x| ≤ π', Math.sin, linear(-Math.PI, Math.PI), 1.5, belowOne],
  ['sin', 'sin, |x| ≤ 10⁴', Math.sin, linear(-1e4, 1e4), 1.5, belowOne],
  ['cos', 'cos, |x| ≤ π', Math.cos, linear(-Math.PI, Math.PI), 1.5, belowOne],
  ['cos', 'cos, |x| ≤ 10⁴', Math.cos, linear(-1e4, 1e4), 1.5, belowOne],
  ['tanh', 'tanh', Math.tanh, linear(-10, 10), 1.5, ulp],
  ['tanh', 'tanh near 0', Math.tanh, geometric(1e-20, 1), 1, ulp],
] as const)('%s: %s', (op, _, exact, x, bound, unit) => {
  it(`is within ${bound} ulp`, async () => {
    const y = await apply(op, x);
    const errors = y.map((value, i) => Math.abs(value - exact(x[i]!)) / unit(exact(x[i]!)));
    const worst = errors.reduce((a, b) => Math.max(a, b), 0); // a NaN stays
    expect(worst).toBeLessThan(bound);
  });
});

// A device may take a denormal for 0.
it('exp of denormal results is off by less than the smallest normal number', async () => {
  const x = linear(-200, -87.3);
  const y = await apply('exp', x);
  expect(y.every((value, i) => Math.abs(value - Math.exp(x[i]!)) < SMALLEST_NORMAL)).toBe(true);
});

const special = Float32Array.of(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, -0, -1, 1e30, -1e30);

it.each([
  ['exp', Math.exp],
  ['log', Math.log],
  ['tanh', Math.tanh],
  ['sign', Math.sign],
  ['sqrt', Math.sqrt],
  ['abs', Math.abs],
] as const)('%s at the ends of its range is what Math gives, rounded', async (op, exact) => {
  const measured = await apply(op, special);
  for (const [i, x] of special.entries()) {
    const y = Math.fround(exact(x));
    if (Number.isFinite(y)) expect(Math.abs(measured[i]! - y)).toBeLessThanOrEqual(2 ** -22 * Math.abs(y));
    else expect(measured[i]).toBe(y);
  }
});

it('sin and cos of NaN and ±∞ are NaN, so that a failure is seen', async () => {
  const lost = special.subarray(0, 3).slice();
  for (const op of ['sin', 'cos'] as const) {
    expect([...(await apply(op, lost))]).toEqual([Number.NaN, Number.NaN, Number.NaN]);
  }
});

// log(x − 0.3) is NaN below 0.3: no function around it may hide that.
it.each([
  'tanh(log(x - 0.3))',
  'exp(log(x - 0.3))',
  'sin(log(x - 0.3))',
  'cos(log(x - 0.3))',
  'sqrt(log(x - 0.3))',
  'abs(log(x - 0.3))',
  'max(0.1, log(x - 0.3))',
  'max(log(x - 0.3), 0.1)',
  'min(0.1, log(x - 0.3))',
  'min(log(x - 0.3), 0.1)',
])('a path fails where %s has no value', async (drift) => {
  const plan = planOf({
    model: { drift, diffusion: '0.3' },
    params: {},
    initial: { uniform: [0.05, 0.25] },
    horizon: 0.05,
    saveAt: [],
    firstPassage: { threshold: 0.9, direction: 'up', monitor: 'grid', bins: 10 },
    paths: 64,
  });
  const reference = await createReferenceBackend({ precision: 'f32' });
  const { fate, endStep } = await backend.follow(plan, 0, 64);
  const expected = await reference.follow(plan, 0, 64);
  expect([...fate]).toEqual([...expected.fate]);
  expect([...endStep]).toEqual([...expected.endStep]);
  expect(fate.every((value) => value === 3)).toBe(true);
});
