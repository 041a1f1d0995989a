// Makes the coefficients of src/backend/wasm/polynomials.ts: node scripts/wasm-polynomials.mjs
//
// Lawson's iteration: weighted least squares whose weights grow where the error is large tends to the minimax fit. The
// coefficients are then rounded to f32 one by one, lowest order first, each time fitting the others again, so that the
// rounding of the large ones is absorbed by the small ones.
// Lawson, C. L. (1961), thesis, UCLA; Brisebarre and Chevillard (2007), ARITH 18, on why plain rounding is not enough.

const NODES = 600;
const ITERATIONS = 150;

/** Σ c_i t^i near f on [a, b] with max |weight · error| small. */
function minimax({ f, weight, degree, from, to }) {
  const t = Array.from(
    { length: NODES },
    (_, i) => (from + to) / 2 - ((to - from) / 2) * Math.cos((Math.PI * (i + 0.5)) / NODES),
  );
  const fixed = [];
  while (fixed.length <= degree) {
    const rest = lawson(t, (x) => f(x) - horner(fixed, x), weight, fixed.length, degree);
    fixed.push(Math.fround(rest[0]));
  }
  const error = Math.max(...t.map((x) => Math.abs(weight(x) * (f(x) - horner(fixed, x)))));
  return { coefficients: fixed, error };
}

function lawson(t, f, weight, low, high) {
  const scale = Math.max(...t.map(Math.abs));
  let w = t.map(() => 1);
  let best = { error: Number.POSITIVE_INFINITY, coefficients: [] };
  for (let k = 0; k < ITERATIONS; k++) {
    const rows = t.map((x, i) => {
      const root = Math.sqrt(w[i]) * weight(x);
      return { a: range(low, high).map((e) => root * (x / scale) ** e), b: root * f(x) };
    });
    const c = leastSquares(rows);
    const errors = t.map((x) =>
      Math.abs(weight(x) * (f(x) - range(low, high).reduce((s, e, i) => s + c[i] * (x / scale) ** e, 0))),
    );
    const error = Math.max(...errors);
    if (error < best.error) best = { error, coefficients: c.map((v, i) => v / scale ** (low + i)) };
    const grown = w.map((v, i) => v * errors[i]);
    const total = grown.reduce((s, v) => s + v, 0);
    w = grown.map((v) => (v / total) * t.length);
  }
  return best.coefficients;
}

/** Modified Gram–Schmidt on the rows' columns. */
function leastSquares(rows) {
  const n = rows[0].a.length;
  const columns = range(0, n - 1).map((j) => rows.map(({ a }) => a[j]));
  const r = columns.map(() => new Array(n).fill(0));
  const y = rows.map(({ b }) => b);
  const qty = [];
  for (let j = 0; j < n; j++) {
    r[j][j] = Math.hypot(...columns[j]);
    columns[j] = columns[j].map((v) => v / r[j][j]);
    for (let k = j + 1; k < n; k++) {
      r[j][k] = dot(columns[j], columns[k]);
      columns[k] = columns[k].map((v, i) => v - r[j][k] * columns[j][i]);
    }
    qty[j] = dot(columns[j], y);
    for (let i = 0; i < y.length; i++) y[i] -= qty[j] * columns[j][i];
  }
  const x = new Array(n).fill(0);
  for (let j = n - 1; j >= 0; j--)
    x[j] = (qty[j] - range(j + 1, n - 1).reduce((s, k) => s + r[j][k] * x[k], 0)) / r[j][j];
  return x;
}

const range = (from, to) => Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i);
const dot = (a, b) => a.reduce((s, v, i) => s + v * b[i], 0);
const horner = (c, x) => c.reduceRight((s, v) => s * x + v, 0);

const HALF = Math.SQRT1_2 - 1;
const TWO = Math.SQRT2 - 1;
/** √(−2 ln u) near 1 (f < 0) and below (f > 0, u = (1 + f)/2): an error of the logarithm counts 1/(2r) in r. */
const radius = (f) => Math.sqrt(-2 * Math.log1p(f) + (f > 0 ? 2 * Math.LN2 : 0));
const near0 = (x, f, limit) => (Math.abs(x) < 1e-4 ? limit : f(x));

const JOBS = {
  MINUS_TWO_LOG: {
    f: (x) => near0(x, (v) => (-2 * Math.log1p(v)) / v, -2 + x),
    weight: (x) => Math.abs(x) / (2 * Math.max(radius(x), 1e-3)),
    degree: 6,
    from: HALF,
    to: TWO,
  },
  HALF_SINE: {
    f: (q) => (Math.SQRT2 * Math.sin(Math.PI * Math.sqrt(q))) / Math.sqrt(q),
    weight: (q) => Math.sqrt(q),
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
    f: (r) => near0(r, (v) => (Math.exp(v) - 1 - v) / (v * v), 0.5 + r / 6),
    weight: (r) => r * r * Math.exp(-r),
    degree: 4,
    from: -Math.LN2 / 2,
    to: Math.LN2 / 2,
  },
  LOG: {
    f: (x) => (Math.abs(x) < 1e-2 ? series(x) : (Math.log1p(x) - x + (x * x) / 2) / x ** 3),
    weight: (x) => x * x,
    degree: 8,
    from: HALF,
    to: TWO,
  },
  SIN: {
    f: (q) => (q < 1e-3 ? -1 / 6 + q / 120 - (q * q) / 5040 : (Math.sin(Math.sqrt(q)) - Math.sqrt(q)) / q ** 1.5),
    weight: (q) => q,
    degree: 2,
    from: 0,
    to: (Math.PI / 4) ** 2,
  },
  COS: {
    f: (q) => (q < 1e-2 ? 1 / 24 - q / 720 + (q * q) / 40320 : (Math.cos(Math.sqrt(q)) - 1 + q / 2) / (q * q)),
    weight: (q) => q * q,
    degree: 2,
    from: 0,
    to: (Math.PI / 4) ** 2,
  },
  TANH: {
    f: (q) =>
      q < 1e-3 ? -1 / 3 + (2 * q) / 15 - (17 * q * q) / 315 : (Math.tanh(Math.sqrt(q)) / Math.sqrt(q) - 1) / q,
    weight: (q) => q,
    degree: 4,
    from: 0,
    to: 0.625 ** 2,
  },
};
function series(x) {
  return 1 / 3 - x / 4 + (x * x) / 5 - x ** 3 / 6 + x ** 4 / 7 - x ** 5 / 8;
}

for (const [name, job] of Object.entries(JOBS)) {
  const { coefficients, error } = minimax(job);
  console.log(
    `// largest weighted error ${error.toExponential(2)}\nexport const ${name} = [${coefficients.map((c) => Number(c.toPrecision(9))).join(', ')}];`,
  );
}
