/** Dense linear algebra for a hundred unknowns: square matrices, row-major. */

export interface Matrix {
  readonly n: number;
  readonly data: Float64Array;
}

/** a b: four rows of b are added to a row of the product at a time. */
export function multiply(a: Matrix, b: Matrix): Matrix {
  const { n } = a;
  const c = new Float64Array(n * n);
  const [x, y] = [a.data, b.data];
  for (let i = 0; i < n; i++) {
    const row = i * n;
    let k = 0;
    for (; k + 3 < n; k += 4) {
      const [p, q, r, s] = [x[row + k]!, x[row + k + 1]!, x[row + k + 2]!, x[row + k + 3]!];
      const at = k * n;
      for (let j = 0; j < n; j++) {
        c[row + j]! += p * y[at + j]! + q * y[at + n + j]! + r * y[at + 2 * n + j]! + s * y[at + 3 * n + j]!;
      }
    }
    for (; k < n; k++) {
      const p = x[row + k]!;
      for (let j = 0; j < n; j++) c[row + j]! += p * y[k * n + j]!;
    }
  }
  return { n, data: c };
}

export function apply({ n, data }: Matrix, u: Float64Array): Float64Array {
  const v = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    let sum = 0;
    for (let j = 0; j < n; j++) sum += data[i * n + j]! * u[j]!;
    v[i] = sum;
  }
  return v;
}

/** Solves (I − K) u = f for each f, by elimination with row pivots. */
export function resolvent(kernel: Matrix): (f: Float64Array) => Float64Array {
  const { n } = kernel;
  const a = kernel.data.map((value) => -value);
  for (let i = 0; i < n; i++) a[i * n + i]! += 1;
  const order = new Int32Array(n);
  for (let k = 0; k < n; k++) {
    let pivot = k;
    for (let i = k + 1; i < n; i++) if (Math.abs(a[i * n + k]!) > Math.abs(a[pivot * n + k]!)) pivot = i;
    order[k] = pivot;
    if (pivot !== k) {
      for (let j = 0; j < n; j++) {
        const value = a[k * n + j]!;
        a[k * n + j] = a[pivot * n + j]!;
        a[pivot * n + j] = value;
      }
    }
    for (let i = k + 1; i < n; i++) {
      const factor = a[i * n + k]! / a[k * n + k]!;
      a[i * n + k] = factor;
      if (factor !== 0) for (let j = k + 1; j < n; j++) a[i * n + j] = a[i * n + j]! - factor * a[k * n + j]!;
    }
  }
  return (f) => {
    const u = f.slice();
    for (let k = 0; k < n; k++) {
      const value = u[order[k]!]!;
      u[order[k]!] = u[k]!;
      u[k] = value;
    }
    for (let i = 1; i < n; i++) for (let j = 0; j < i; j++) u[i] = u[i]! - a[i * n + j]! * u[j]!;
    for (let i = n - 1; i >= 0; i--) {
      for (let j = i + 1; j < n; j++) u[i] = u[i]! - a[i * n + j]! * u[j]!;
      u[i] = u[i]! / a[i * n + i]!;
    }
    return u;
  };
}
