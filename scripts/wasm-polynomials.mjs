// Makes the coefficients of src/backend/wasm/polynomials.ts: node scripts/wasm-polynomials.mjs
//
// Lawson's iteration: weighted least squares whose weights grow where the error is large tends to the minimax fit. The
// coefficients are then rounded to f32 one by one, lowest order first, each time fitting the others again, so that the
// rounding of the large ones is absorbed by the small ones.
// Lawson, C. L. (1961), thesis, UCLA; Brisebarre and Chevillard (2007), ARITH 18, on why plain rounding is not enough.

/** @typedef {(x: number) => number} Scalar */
/** @typedef {{ f: Scalar, weight: Scalar, degree: number, from: number, to: number }} Job */

const NODES = 600;
const ITERATIONS = 150;

/** @param {number} from @param {number} to */
const range = (from, to) => Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i);
/** @param {readonly number[]} values */
const sum = (values) => values.reduce((total, value) => total + value, 0);
/** @param {readonly number[]} a @param {readonly number[]} b */
const dot = (a, b) => sum(a.map((value, i) => value * (b[i] ?? 0)));
/** @param {readonly number[]} c @param {number} x */
const horner = (c, x) => c.reduceRight((value, coefficient) => value * x + coefficient, 0);

/**
 * Σ c_i t^i near f on [from, to] with max |weight · error| small.
 * @param {Job} job
 */
function minimax({ f, weight, degree, from, to }) {
  const t = range(0, NODES - 1).map(
    (i) => (from + to) / 2 - ((to - from) / 2) * Math.cos((Math.PI * (i + 0.5)) / NODES),
  );
  /** @type {number[]} */
  const fixed = [];
  while (fixed.length <= degree) {
    const [lowest = 0] = lawson(t, (x) => f(x) - horner(fixed, x), weight, fixed.length, degree);
    fixed.push(Math.fround(lowest));
  }
  const error = Math.max(...t.map((x) => Math.abs(weight(x) * (f(x) - horner(fixed, x)))));
  return { coefficients: fixed, error };
}

/**
 * The coefficients of orders low … high alone.
 * @param {readonly number[]} t @param {Scalar} f @param {Scalar} weight @param {number} low @param {number} high
 */
function lawson(t, f, weight, low, high) {
  const scale = Math.max(...t.map(Math.abs));
  const basis = t.map((x) => range(low, high).map((order) => (x / scale) ** order));
  let w = t.map(() => 1);
  let best = { error: Number.POSITIVE_INFINITY, coefficients: /** @type {number[]} */ ([]) };
  for (let k = 0; k < ITERATIONS; k++) {
    const roots = t.map((x, i) => Math.sqrt(w[i] ?? 0) * weight(x));
    const columns = range(0, high - low).map((j) => basis.map((row, i) => (row[j] ?? 0) * (roots[i] ?? 0)));
    const c = leastSquares(
      columns,
      t.map((x, i) => f(x) * (roots[i] ?? 0)),
    );
    const errors = t.map((x, i) => Math.abs(weight(x) * (f(x) - dot(c, basis[i] ?? []))));
    const error = Math.max(...errors);
    if (error < best.error) best = { error, coefficients: c.map((value, i) => value / scale ** (low + i)) };
    const grown = w.map((value, i) => value * (errors[i] ?? 0));
    const total = sum(grown);
    w = grown.map((value) => (value / total) * t.length);
  }
  return best.coefficients;
}

/**
 * Modified Gram–Schmidt.
 * @param {number[][]} columns @param {number[]} rightSide
 */
function leastSquares(columns, rightSide) {
  /** @type {number[][]} */
  const orthonormal = [];
  /** @type {number[][]} */
  const upper = [];
  /** @type {number[]} */
  const projected = [];
  for (const column of columns) {
    let rest = column;
    const above = orthonormal.map((q) => {
      const r = dot(q, rest);
      rest = rest.map((value, i) => value - r * (q[i] ?? 0));
      return r;
    });
    const length = Math.hypot(...rest);
    const q = rest.map((value) => value / length);
    const y = dot(q, rightSide);
    rightSide = rightSide.map((value, i) => value - y * (q[i] ?? 0));
    orthonormal.push(q);
    upper.push([...above, length]);
    projected.push(y);
  }
  /** @type {number[]} */
  const x = [];
  for (let j = columns.length - 1; j >= 0; j--) {
    const known = sum(range(j + 1, columns.length - 1).map((k) => (upper[k]?.[j] ?? 0) * (x[k] ?? 0)));
    x[j] = ((projected[j] ?? 0) - known) / (upper[j]?.[j] ?? 1);
  }
  return x;
}

const HALF = Math.SQRT1_2 - 1;
const TWO = Math.SQRT2 - 1;

/**
 * √(−2 ln u) for u = 1 + f (f < 0) and u = (1 + f)/2 (f > 0): an error of the logarithm counts 1/(2r) in r.
 * @param {number} f
 */
const radius = (f) => Math.sqrt(-2 * Math.log1p(f) + (f > 0 ? 2 * Math.LN2 : 0));

/**
 * The function, or its first terms where it would cancel.
 * @param {number} limit @param {Scalar} f @param {readonly number[]} series @returns {Scalar}
 */
const withSeries = (limit, f, series) => (x) => (Math.abs(x) < limit ? horner(series, x) : f(x));

/** @type {Readonly<Record<string, Job>>} */
const JOBS = {
  MINUS_TWO_LOG: {
    f: withSeries(1e-4, (x) => (-2 * Math.log1p(x)) / x, [-2, 1, -2 / 3]),
    weight: (x) => Math.abs(x) / (2 * Math.max(radius(x), 1e-3)),
    degree: 6,
    from: HALF,
    to: TWO,
  },
  HALF_SINE: {
    f: (q) => (Math.SQRT2 * Math.sin(Math.PI * Math.sqrt(q))) / Math.sqrt(q),
    weight: Math.sqrt,
    degree: 4,
    from: 1e-9,
    to: 0.25,
  },
  HALF_COSINE: {
    f: (q) => Math.SQRT2 * Math.cos(Math.PI * Math.sqrt(q)),
    weight: () => 1,
    degree: 4,
    from: 0,
    to: 0.25,
  },
  EXP: {
    f: withSeries(1e-3, (r) => (Math.exp(r) - 1 - r) / (r * r), [1 / 2, 1 / 6, 1 / 24, 1 / 120]),
    weight: (r) => r * r * Math.exp(-r),
    degree: 4,
    from: -Math.LN2 / 2,
    to: Math.LN2 / 2,
  },
  LOG: {
    f: withSeries(1e-2, (x) => (Math.log1p(x) - x + (x * x) / 2) / x ** 3, [
      1 / 3,
      -1 / 4,
      1 / 5,
      -1 / 6,
      1 / 7,
      -1 / 8,
    ]),
    weight: (x) => x * x,
    degree: 8,
    from: HALF,
    to: TWO,
  },
  SIN: {
    f: withSeries(1e-3, (q) => (Math.sin(Math.sqrt(q)) - Math.sqrt(q)) / q ** 1.5, [-1 / 6, 1 / 120, -1 / 5040]),
    weight: (q) => q,
    degree: 2,
    from: 0,
    to: (Math.PI / 4) ** 2,
  },
  COS: {
    f: withSeries(1e-2, (q) => (Math.cos(Math.sqrt(q)) - 1 + q / 2) / (q * q), [1 / 24, -1 / 720, 1 / 40320]),
    weight: (q) => q * q,
    degree: 2,
    from: 0,
    to: (Math.PI / 4) ** 2,
  },
  TANH: {
    f: withSeries(1e-3, (q) => (Math.tanh(Math.sqrt(q)) / Math.sqrt(q) - 1) / q, [-1 / 3, 2 / 15, -17 / 315]),
    weight: (q) => q,
    degree: 4,
    from: 0,
    to: 0.625 ** 2,
  },
};

for (const [name, job] of Object.entries(JOBS)) {
  const { coefficients, error } = minimax(job);
  console.log(`// largest weighted error ${error.toExponential(2)}`);
  console.log(`export const ${name} = [${coefficients.map((c) => Number(c.toPrecision(9))).join(', ')}];`);
}
