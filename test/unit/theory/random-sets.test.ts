import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseStudy, StudyError, theory } from '#dist/index.js';
import { sized } from '../../helpers/verify.js';

const TIMEOUT = sized(120_000, 1_800_000); // ms: some sets take seconds, and the cores may be busy

const number = (min: number, max: number) => fc.integer({ min: 0, max: 1e6 }).map((u) => min + (u / 1e6) * (max - min));
/** Over many decades, and 0. */
const scale = (low: number, high: number) =>
  fc.oneof({ weight: 1, arbitrary: fc.constant(0) }, { weight: 6, arbitrary: number(low, high).map((e) => 10 ** e) });

const PARAMETERS = {
  severity: {
    alpha: number(-1, 2),
    beta: number(0, 2),
    gamma: scale(-4, 0),
    sigma0: scale(-3, 0),
    sigma1: scale(-3, 0),
  },
  'severity-sqrt': {
    alpha: number(-1, 2),
    beta: number(0, 2),
    gamma: scale(-4, 0),
    D0: scale(-5, 0),
    D1: scale(-5, 0),
  },
  'wright-fisher': { s: number(-0.1, 0.1), u: scale(-4, -1), v: scale(-4, -1), N: number(1, 4).map((e) => 10 ** e) },
  'ornstein-uhlenbeck': { theta: number(-2, 5), m: number(-4, 4), sigma: scale(-2, 1) },
  'double-well': { a: number(-2, 3), b: number(0, 3), sigma: scale(-2, 1) },
  brownian: { mu: number(-3, 3), sigma: scale(-2, 1) },
} as const;
const DOMAINS = { 'ornstein-uhlenbeck': [-3, 3], 'double-well': [-2, 2], brownian: [-1, 1] } as const;

const end = fc.constantFrom('reflect', 'clamp', 'absorb');
const share = fc.oneof({ weight: 4, arbitrary: number(0, 1) }, { weight: 1, arbitrary: fc.constantFrom(0, 1) });

/** A study of any preset, with any ends, start and threshold. */
const study = fc
  .constantFrom(...(Object.keys(PARAMETERS) as (keyof typeof PARAMETERS)[]))
  .chain((model) =>
    fc.record({
      model: fc.constant(model),
      params: fc.record(PARAMETERS[model] as Record<string, fc.Arbitrary<number>>),
      lower: end,
      upper: end,
      from: share,
      to: share,
      threshold: share,
      up: fc.boolean(),
      spread: fc.boolean(),
    }),
  )
  .map(({ model, params, lower, upper, from, to, threshold, up, spread }) => {
    const [a, b] = (DOMAINS as Record<string, readonly [number, number]>)[model] ?? [0, 1];
    const at = (u: number) => a + u * (b - a);
    const ordered = [Math.min(from, to), Math.max(from, to)] as const;
    return {
      model,
      params,
      boundary: { lower, upper },
      initial: spread && ordered[0] < ordered[1] ? { uniform: ordered.map(at) } : at(from),
      firstPassage: { threshold: at(threshold), direction: up ? 'up' : 'down' },
    };
  });

/** Paths of every number that is not finite, and of every null without a reason at its path or above it. */
function defects(value: unknown, reasons: Readonly<Record<string, string>>, path = ''): string[] {
  if (typeof value === 'number') return Number.isFinite(value) ? [] : [`${path} is ${value}`];
  if (value === null) {
    const parts = path.split(/(?=[.[])/);
    const known = parts.some((_, i) => parts.slice(0, i + 1).join('') in reasons);
    return known || path.startsWith('regime') || path === 'spectrum.quasiStationary'
      ? []
      : [`${path} is null without a reason`];
  }
  if (typeof value !== 'object') return [];
  const isList = Array.isArray(value);
  return Object.entries(value).flatMap(([key, inner]) =>
    defects(inner, reasons, isList ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`),
  );
}

describe('any parameters, ends, start and threshold', () => {
  it(
    'never crash it, and every number is finite or null with its reason',
    () => {
      let answered = 0;
      fc.assert(
        fc.property(study, (input) => {
          let checked: ReturnType<typeof parseStudy>;
          try {
            checked = parseStudy(input);
          } catch (error) {
            if (error instanceof StudyError) return; // refused with its reasons before any theory
            throw error;
          }
          answered++;
          const { reasons, ...answer } = theory(checked);
          expect(defects(answer, reasons)).toEqual([]);
        }),
        { numRuns: sized(20, 500), seed: 20 },
      );
      expect(answered).toBeGreaterThan(sized(10, 250));
    },
    TIMEOUT,
  );
});
