/** Dense linear systems in complex numbers, real and imaginary parts in arrays of their own, many matrices in one array. */

/** LU with row pivots, in place, of the n × n matrix that begins at `at`. */
export function factorDense(
  re: Float64Array,
  im: Float64Array,
  at: number,
  n: number,
  pivots: Int32Array,
  p0: number,
): void {
  for (let k = 0; k < n; k++) {
    let pivot = k;
    let largest = -1;
    for (let i = k; i < n; i++) {
      const size = Math.abs(re[at + i * n + k]!) + Math.abs(im[at + i * n + k]!);
      if (size > largest) {
        pivot = i;
        largest = size;
      }
    }
    pivots[p0 + k] = pivot;
    const top = at + k * n;
    if (pivot !== k) {
      const other = at + pivot * n;
      for (let j = 0; j < n; j++) {
        const r = re[top + j]!;
        re[top + j] = re[other + j]!;
        re[other + j] = r;
        const i = im[top + j]!;
        im[top + j] = im[other + j]!;
        im[other + j] = i;
      }
    }
    const pr = re[top + k]!;
    const pi = im[top + k]!;
    const norm = pr * pr + pi * pi;
    for (let i = k + 1; i < n; i++) {
      const row = at + i * n;
      const ar = re[row + k]!;
      const ai = im[row + k]!;
      if (ar === 0 && ai === 0) continue;
      const fr = (ar * pr + ai * pi) / norm;
      const fi = (ai * pr - ar * pi) / norm;
      re[row + k] = fr;
      im[row + k] = fi;
      for (let j = k + 1; j < n; j++) {
        const br = re[top + j]!;
        const bi = im[top + j]!;
        re[row + j]! -= fr * br - fi * bi;
        im[row + j]! -= fr * bi + fi * br;
      }
    }
  }
}

/** Solves in place, (x, y)[from … from + n), with what factorDense has made. */
export function solveDense(
  re: Float64Array,
  im: Float64Array,
  at: number,
  n: number,
  pivots: Int32Array,
  p0: number,
  x: Float64Array,
  y: Float64Array,
  from: number,
): void {
  for (let k = 0; k < n; k++) {
    const other = from + pivots[p0 + k]!;
    const here = from + k;
    if (other === here) continue;
    const xr = x[here]!;
    x[here] = x[other]!;
    x[other] = xr;
    const yr = y[here]!;
    y[here] = y[other]!;
    y[other] = yr;
  }
  for (let i = 1; i < n; i++) {
    let sr = x[from + i]!;
    let si = y[from + i]!;
    const row = at + i * n;
    for (let j = 0; j < i; j++) {
      const ar = re[row + j]!;
      const ai = im[row + j]!;
      sr -= ar * x[from + j]! - ai * y[from + j]!;
      si -= ar * y[from + j]! + ai * x[from + j]!;
    }
    x[from + i] = sr;
    y[from + i] = si;
  }
  for (let i = n - 1; i >= 0; i--) {
    let sr = x[from + i]!;
    let si = y[from + i]!;
    const row = at + i * n;
    for (let j = i + 1; j < n; j++) {
      const ar = re[row + j]!;
      const ai = im[row + j]!;
      sr -= ar * x[from + j]! - ai * y[from + j]!;
      si -= ar * y[from + j]! + ai * x[from + j]!;
    }
    const pr = re[row + i]!;
    const pi = im[row + i]!;
    const norm = pr * pr + pi * pi;
    x[from + i] = (sr * pr + si * pi) / norm;
    y[from + i] = (si * pr - sr * pi) / norm;
  }
}
