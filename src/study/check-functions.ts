/** μ and σ in the whole domain: powers that have a value, finite, and σ ≥ 0; for Milstein σσ′ too. */
import { diffusionSlope } from '../model/derive.js';
import { evaluate, type ScalarFunction } from '../model/evaluate.js';
import type { Expression } from '../model/expression.js';
import { wrongPower } from './check-powers.js';
import type { Report } from './check-written.js';

type Interval = readonly [number, number];

/** Places at which the functions are looked at, both ends included. */
const SAMPLES = 4097;

export interface ModelParts {
  /** undefined: the text does not parse. */
  readonly drift: Expression | undefined;
  readonly diffusion: Expression | undefined;
  readonly params: Readonly<Record<string, number>>;
  readonly domain: Interval;
  readonly milstein: boolean;
  /** As written, where a problem may name its column. */
  readonly texts?: { readonly drift: string; readonly diffusion: string };
  /** The fields of the study that problems are reported at. */
  readonly paths: { readonly drift: string; readonly diffusion: string };
}

/** Reports the first place at which each function is wrong. */
export function checkFunctions(
  { drift, diffusion, params, domain, milstein, texts, paths }: ModelParts,
  report: Report,
  samples = SAMPLES,
): void {
  const firstIn = (e: Expression, wrong: (y: number) => boolean) =>
    firstWhere(evaluate(e, params), domain, wrong, samples);
  const infinite = (y: number) => !Number.isFinite(y);

  const negativeIn = (e: Expression) => firstIn(e, (y) => y < 0);
  let powers = true;
  for (const field of ['drift', 'diffusion'] as const) {
    const e = { drift, diffusion }[field];
    const wrong = e && wrongPower(e, texts?.[field] ?? '', params, negativeIn);
    if (wrong === undefined) continue;
    const { message, column } = wrong;
    report(paths[field], column === null ? message : `${message} (column ${column})`, column);
    powers = false;
  }
  if (!powers) return;

  const driftAt = drift && firstIn(drift, infinite);
  if (driftAt !== undefined)
    report(paths.drift, `expected a finite drift in the domain, got ${driftAt}: change the drift or the domain`);
  const diffusionAt = diffusion && firstIn(diffusion, (y) => infinite(y) || y < 0);
  if (diffusionAt !== undefined) {
    report(
      paths.diffusion,
      `expected a finite diffusion ≥ 0 in the domain, got ${diffusionAt}: change the diffusion or the domain`,
    );
  } else if (milstein && diffusion !== undefined) {
    const slopeAt = firstIn(diffusionSlope(diffusion), infinite);
    if (slopeAt !== undefined)
      report('scheme', `expected a finite σσ′ in the domain for milstein, got ${slopeAt}: use euler-maruyama`);
  }
}

/** "value at x = …" of the first place at which f is wrong. */
function firstWhere(
  f: ScalarFunction,
  [lower, upper]: Interval,
  wrong: (y: number) => boolean,
  samples: number,
): string | undefined {
  for (let i = 0; i < samples; i++) {
    const s = i / (samples - 1);
    const x = lower * (1 - s) + upper * s;
    const y = f(x);
    if (wrong(y)) return `${short(y)} at x = ${short(x)}`;
  }
  return undefined;
}

const short = (x: number): string => String(Number.isFinite(x) ? Number(x.toPrecision(6)) : x);
