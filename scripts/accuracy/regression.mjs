// The order at which a bias shrinks with the time step, with an interval: weighted least squares of ln |bias| on ln dt.

/** @typedef {{ dt: number, bias: number, standardError?: number }} Level `bias` and its error in any one unit. */
/** @typedef {{ order: number, low: number, high: number }} Order */

/** Student's t for 99 %, two-sided, by degrees of freedom from 1 on. */
const T99 = [63.7, 9.92, 5.84, 4.6, 4.03, 3.71, 3.5];

/**
 * For biases known to many digits: ln |bias| = c + p ln dt + a₁ √dt + a₂ dt + a₃ dt^(3/2), an expansion in powers of √dt.
 * The interval is that of the regression (99 %), and beside it the change when the coarsest level is left out: what is
 * left of higher powers shows there.
 * @param {readonly Level[]} levels at least seven
 * @returns {Order}
 */
export function exactOrder(levels) {
  const { order, spread } = expansion(levels);
  const half = spread + Math.abs(expansion(levels.slice(1)).order - order);
  return { order, low: order - half, high: order + half };
}

/** @param {readonly Level[]} levels */
function expansion(levels) {
  const rows = levels.map(({ dt }) => [1, Math.log(dt), Math.sqrt(dt), dt, dt ** 1.5]);
  const { coefficients, covariance, squares } = leastSquares(
    rows,
    levels.map(({ bias }) => Math.log(Math.abs(bias))),
  );
  const freedom = levels.length - 5;
  const spread = freedom > 0 ? (T99[freedom - 1] ?? 3.5) * Math.sqrt((at(covariance, 1, 1) * squares) / freedom) : 0;
  return { order: /** @type {number} */ (coefficients[1]), spread };
}

/**
 * For biases that were sampled: the slope of ln |bias| over ln dt, each level by the weight of its error, and the standard
 * error of the slope.
 * @param {readonly Required<Level>[]} levels
 */
export function sampledOrder(levels) {
  const { coefficients, covariance } = leastSquares(
    levels.map(({ dt }) => [1, Math.log(dt)]),
    levels.map(({ bias }) => Math.log(Math.abs(bias))),
    levels.map(({ bias, standardError }) => (bias / standardError) ** 2),
  );
  return { order: /** @type {number} */ (coefficients[1]), standardError: Math.sqrt(at(covariance, 1, 1)) };
}

/**
 * The value at dt = 0 of what shrinks like dt^order and, after that, by further half orders.
 * @param {readonly { dt: number, value: number, standardError?: number }[]} levels
 * @param {number} order
 * @param {number} terms powers of dt, at most one less than there are levels
 */
export function limitOf(levels, order, terms) {
  const { coefficients, covariance } = leastSquares(
    levels.map(({ dt }) => [1, ...Array.from({ length: terms }, (_, k) => dt ** (order + k / 2))]),
    levels.map(({ value }) => value),
    levels.map(({ standardError = 1 }) => standardError ** -2),
  );
  return { value: /** @type {number} */ (coefficients[0]), standardError: Math.sqrt(at(covariance, 0, 0)) };
}

/**
 * Minimises Σ w (y − row · coefficients)². `covariance` is that of the coefficients where the weights are 1/variance.
 * @param {readonly number[][]} rows @param {readonly number[]} y @param {readonly number[]} [weights]
 */
export function leastSquares(rows, y, weights = rows.map(() => 1)) {
  const n = rows[0]?.length ?? 0;
  const square = Array.from({ length: n }, (_, a) =>
    Array.from({ length: n }, (_, b) => sum(rows, (row, i) => at([weights], 0, i) * at([row], 0, a) * at([row], 0, b))),
  );
  const side = Array.from({ length: n }, (_, a) =>
    sum(rows, (row, i) => at([weights], 0, i) * at([row], 0, a) * at([y], 0, i)),
  );
  const covariance = inverse(square);
  const coefficients = covariance.map((row) => sum(row, (value, b) => value * at([side], 0, b)));
  const squares = sum(rows, (row, i) => {
    const fitted = sum(row, (value, a) => value * at([coefficients], 0, a));
    return at([weights], 0, i) * (at([y], 0, i) - fitted) ** 2;
  });
  return { coefficients, covariance, squares };
}

/** Gauss and Jordan, with row pivots. @param {readonly number[][]} matrix @returns {number[][]} */
function inverse(matrix) {
  const n = matrix.length;
  const rows = matrix.map((row, i) => [...row, ...row.map((_, j) => (i === j ? 1 : 0))]);
  for (let k = 0; k < n; k++) {
    let pivot = k;
    for (let i = k; i < n; i++) if (Math.abs(at(rows, i, k)) > Math.abs(at(rows, pivot, k))) pivot = i;
    [rows[k], rows[pivot]] = /** @type {[number[], number[]]} */ ([rows[pivot], rows[k]]);
    const head = at(rows, k, k);
    const row = /** @type {number[]} */ (rows[k]).map((value) => value / head);
    rows.forEach((other, i) => {
      const factor = at(rows, i, k);
      rows[i] = i === k ? row : other.map((value, j) => value - factor * at([row], 0, j));
    });
  }
  return rows.map((row) => row.slice(n));
}

/** @param {readonly (readonly number[])[]} rows @param {number} i @param {number} j */
const at = (rows, i, j) => /** @type {number} */ (rows[i]?.[j]);

/** @template T @param {readonly T[]} list @param {(item: T, i: number) => number} f */
const sum = (list, f) => list.reduce((total, item, i) => total + f(item, i), 0);
