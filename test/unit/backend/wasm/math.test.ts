// The polynomials in f32 against Math in f64: the largest errors measured, in units in the last place of the result.
import { describe, expect, it } from 'vitest';
import type { Graph, Value } from '#dist/backend/wasm/graph.js';
import { cos, exp, expOfNegative, log, sign, sin, tanh } from '#dist/backend/wasm/math.js';
import { Probe } from '#dist/backend/wasm/probe.js';

const SAMPLES = 20001;

async function apply(f: (g: Graph, x: Value) => Value, x: Float32Array): Promise<Float32Array> {
  const bits = await new Probe(1, (g, [value]) => [f(g, value!)]).apply(new Uint32Array(x.buffer));
  return new Float32Array(bits.buffer);
}

const linear = (from: number, to: number): Float32Array =>
  Float32Array.from({ length: SAMPLES }, (_, i) => from + ((to - from) * i) / (SAMPLES - 1));
const geometric = (from: number, to: number): Float32Array =>
  Float32Array.from({ length: SAMPLES }, (_, i) => from * (to / from) ** (i / (SAMPLES - 1)));

const SMALLEST = 2 ** -149;
/** Distance of neighbouring f32 around y. */
const ulp = (y: number): number => Math.max(SMALLEST, 2 ** (Math.floor(Math.log2(Math.abs(y))) - 23));

async function worstUlp(f: (g: Graph, x: Value) => Value, exact: (x: number) => number, x: Float32Array, unit = ulp) {
  const y = await apply(f, x);
  return y.reduce((worst, value, i) => Math.max(worst, Math.abs(value - exact(x[i]!)) / unit(exact(x[i]!))), 0);
}

const relativeToOne = () => 2 ** -24; // ulp of numbers just below 1

// Bounds: the measured error, rounded up to the next half. Half an ulp is the least that any f32 result can promise.
describe.each([
  ['exp, normal results', exp, Math.exp, linear(-87, 88.7), 1, ulp],
  ['exp, denormal results', exp, Math.exp, linear(-103, -87.5), 1, ulp],
  ['exp near 0', exp, Math.exp, linear(-1, 1), 1, ulp],
  ['exp of a bridge', expOfNegative, Math.exp, linear(-87, 0), 1, ulp],
  ['log, whole range', log, Math.log, geometric(2 ** -126, 3e38), 1, ulp],
  ['log of denormals', log, Math.log, geometric(2 ** -149, 2 ** -126), 1, ulp],
  ['log near 1', log, Math.log, linear(0.5, 2), 1, ulp],
  ['sin, |x| ≤ π', sin, Math.sin, linear(-Math.PI, Math.PI), 1.5, relativeToOne],
  ['sin, |x| ≤ 10⁴', sin, Math.sin, linear(-1e4, 1e4), 1.5, relativeToOne],
  ['cos, |x| ≤ π', cos, Math.cos, linear(-Math.PI, Math.PI), 1.5, relativeToOne],
  ['cos, |x| ≤ 10⁴', cos, Math.cos, linear(-1e4, 1e4), 1.5, relativeToOne],
  ['tanh', tanh, Math.tanh, linear(-10, 10), 1.5, ulp],
  ['tanh near 0', tanh, Math.tanh, geometric(1e-20, 1), 1, ulp],
] as const)('%s', (_, f, exact, x, bound, unit) => {
  it(`is within ${bound} ulp`, async () => {
    expect(await worstUlp(f, exact, x, unit)).toBeLessThan(bound);
  });
});

const special = Float32Array.of(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, -0, -1, 1e30, -1e30);

it.each([
  ['exp', exp, Math.exp],
  ['log', log, Math.log],
  ['tanh', tanh, Math.tanh],
  ['sign', sign, Math.sign],
] as const)('%s at the ends of its range is what Math gives, rounded', async (_, f, exact) => {
  const exactly = [...special].map((x) => Math.fround(exact(x)));
  const measured = await apply(f, special);
  for (const [i, y] of exactly.entries()) {
    if (Number.isFinite(y)) expect(Math.abs(measured[i]! - y)).toBeLessThanOrEqual(2 ** -23 * Math.abs(y));
    else expect(measured[i]).toBe(y);
  }
});

it('the exponential of a bridge is exp to the bit, 1 at 0, NaN of NaN', async () => {
  const x = linear(-87, 0);
  expect(await apply(expOfNegative, x)).toEqual(await apply(exp, x));
  expect([...(await apply(expOfNegative, Float32Array.of(0, -0, Number.NaN, -18)))].slice(0, 3)).toEqual([
    1,
    1,
    Number.NaN,
  ]);
});

it('sin and cos of NaN and ±∞ are NaN, so that a failure is seen', async () => {
  const lost = special.subarray(0, 3).slice();
  for (const f of [sin, cos]) expect([...(await apply(f, lost))]).toEqual([Number.NaN, Number.NaN, Number.NaN]);
});

it('sin(−x) = −sin x, cos(−x) = cos x and tanh(−x) = −tanh x to the bit', async () => {
  const x = linear(0.001, 50);
  const minus = x.map((value) => -value);
  expect(await apply(sin, minus)).toEqual((await apply(sin, x)).map((y) => -y));
  expect(await apply(cos, minus)).toEqual(await apply(cos, x));
  expect(await apply(tanh, minus)).toEqual((await apply(tanh, x)).map((y) => -y));
});
