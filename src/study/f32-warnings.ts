/** Where f32, which wasm and webgpu compute in, loses what the model says: its program in f32 beside the model in f64. */
import { runProgram } from '../backend/reference/program.js';
import { evaluate } from '../model/evaluate.js';
import { lower } from '../model/lower.js';
import { modelOf } from '../model/model.js';
import type { Study } from '../spec/study.js';

/** Places at which the two are compared. */
const SAMPLES = 257;
/** Of the largest |μ| or σ in the domain: some thousand roundings of 2⁻²⁴; what remains below it the noise hides. */
const ALLOWED = 1e-3;

export function f32Warnings(study: Study): string[] {
  // Lamperti–Heun runs on polynomials that are fitted in f64.
  if (study.backend === 'reference' || study.scheme === 'lamperti-heun') return [];
  const { params, domain, dt } = study;
  const model = modelOf(study);
  const program = lower(model, { params, domain, dt, milstein: false });
  const [low, high] = domain;
  const places = Array.from({ length: SAMPLES }, (_, i) =>
    Math.fround(low + ((high - low) * i) / (SAMPLES - 1)),
  ).filter((x) => x >= low && x <= high);

  return (['drift', 'diffusion'] as const).flatMap((field) => {
    const exact = evaluate(model[field], params);
    const rounded = runProgram(field === 'drift' ? program.drift : program.noise, program.constants, Math.fround);
    const scale = field === 'drift' ? dt : Math.sqrt(dt);
    const pairs = places.map((x) => ({ x, f32: rounded(x) / scale, f64: exact(x) }));
    const largest = Math.max(...pairs.map(({ f64 }) => Math.abs(f64)));
    const off = ({ f32, f64 }: { f32: number; f64: number }) =>
      Number.isFinite(f32) ? Math.abs(f32 - f64) : Number.POSITIVE_INFINITY;
    const worst = pairs.reduce((a, b) => (off(b) > off(a) ? b : a));
    if (off(worst) <= ALLOWED * largest) return [];
    const [x, got, expected] = [worst.x, worst.f32, worst.f64].map(short);
    return [
      `${field}: at x = ${x} it is ${expected}, but ${got} in f32, which wasm and webgpu compute in: write it without differences of near numbers and without numbers beyond 1e-38 … 1e38, or use backend: reference`,
    ];
  });
}

const short = (x: number): string => String(Number(x.toPrecision(3)));
