/** Polynomials in x, recognised in an expression. */
import { evaluate } from './evaluate.js';
import { dependsOnX, type Expression } from './expression.js';

/** c[k] multiplies x^k; null where the expression has no such term, whatever the parameters. */
export type Coefficients = readonly (number | null)[];

const MAX_CANCELLATION = 16; // Σ|c_k x^k| / max|p| above which expansion would cost more than 4 bits

/** The coefficients of `e` where it is a polynomial of at most this degree, else null. */
export function polynomialOf(
  e: Expression,
  params: Readonly<Record<string, number>>,
  maxDegree: number,
): Coefficients | null {
  const p = expand(e, params);
  return p === null || p.length > maxDegree + 1 ? null : p;
}

/** Whether evaluating the expanded form over the domain keeps (nearly) all digits. */
export function wellConditioned(coefficients: Coefficients, [lower, upper]: readonly [number, number]): boolean {
  let largest = 0;
  let terms = 0;
  const SAMPLES = 64;
  for (let i = 0; i <= SAMPLES; i++) {
    const x = lower + ((upper - lower) * i) / SAMPLES;
    const parts = coefficients.map((c, k) => (c ?? 0) * x ** k);
    largest = Math.max(largest, Math.abs(parts.reduce((sum, part) => sum + part, 0)));
    terms = Math.max(
      terms,
      parts.reduce((sum, part) => sum + Math.abs(part), 0),
    );
  }
  return terms <= MAX_CANCELLATION * largest || terms === 0;
}

const MAX_EXPANSION = 8; // degree at which the search gives up

function expand(e: Expression, params: Readonly<Record<string, number>>): Coefficients | null {
  if (!dependsOnX(e)) return [evaluate(e, params)(0)];
  if (e.kind === 'x') return [null, 1];
  if (e.kind === 'unary') {
    const a = e.op === 'neg' ? expand(e.a, params) : null;
    return a === null ? null : a.map((c) => (c === null ? null : -c));
  }
  if (e.kind !== 'binary') return null;
  const a = expand(e.a, params);
  if (a === null) return null;
  if (e.op === 'pow') return dependsOnX(e.b) ? null : power(a, evaluate(e.b, params)(0));
  if (e.op === 'div') return dependsOnX(e.b) ? null : scale(a, 1 / evaluate(e.b, params)(0));
  const b = expand(e.b, params);
  if (b === null) return null;
  if (e.op === 'add') return sum(a, b);
  if (e.op === 'sub') return sum(a, scale(b, -1));
  return e.op === 'mul' ? product(a, b) : null;
}

const scale = (a: Coefficients, factor: number): Coefficients => a.map((c) => (c === null ? null : c * factor));

const addTerm = (a: number | null, b: number | null): number | null => (a === null ? b : b === null ? a : a + b);

const sum = (a: Coefficients, b: Coefficients): Coefficients =>
  Array.from({ length: Math.max(a.length, b.length) }, (_, k) => addTerm(a[k] ?? null, b[k] ?? null));

function product(a: Coefficients, b: Coefficients): Coefficients | null {
  if (a.length + b.length - 1 > MAX_EXPANSION + 1) return null;
  const result: (number | null)[] = new Array(a.length + b.length - 1).fill(null);
  a.forEach((ca, i) => {
    b.forEach((cb, j) => {
      if (ca !== null && cb !== null) result[i + j] = addTerm(result[i + j]!, ca * cb);
    });
  });
  return result;
}

function power(a: Coefficients, n: number): Coefficients | null {
  if (!Number.isInteger(n) || n < 1 || n > MAX_EXPANSION) return null;
  let result: Coefficients | null = a;
  for (let k = 1; k < n && result !== null; k++) result = product(result, a);
  return result;
}
