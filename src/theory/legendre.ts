/** Gauss–Legendre rules on [−1, 1] and what follows from the same nodes: running integrals, interpolation, resolution. */

export interface Rule {
  readonly n: number;
  /** Nodes, increasing, inside (−1, 1). */
  readonly x: Float64Array;
  /** Weights, all positive, sum 2. */
  readonly w: Float64Array;
  /** Row j: the weights of ∫₋₁^x_j, exact for polynomials of degree < n. */
  readonly running: readonly Float64Array[];
  /** basis[l][k] = (2l + 1)/2 · P_l(x_k) w_k, so that Σ_k basis[l][k] f_k is the Legendre coefficient l of f. */
  readonly basis: readonly Float64Array[];
}

const rules = new Map<number, Rule>();

export function gaussLegendre(n: number): Rule {
  const known = rules.get(n);
  if (known !== undefined) return known;
  const x = new Float64Array(n);
  const w = new Float64Array(n);
  for (let j = 0; j < n; j++) {
    let t = -Math.cos((Math.PI * (j + 0.75)) / (n + 0.5)); // Tricomi's first guess; Newton doubles its digits
    let slope = 1;
    for (let i = 0; i < 6; i++) {
      const p = legendre(n, t);
      slope = (n * (t * p[n]! - p[n - 1]!)) / (t * t - 1);
      t -= p[n]! / slope;
    }
    x[j] = t;
    w[j] = 2 / ((1 - t * t) * slope * slope);
  }
  const basis = Array.from({ length: n }, () => new Float64Array(n));
  for (let k = 0; k < n; k++) {
    const p = legendre(n, x[k]!);
    for (let l = 0; l < n; l++) basis[l]![k] = (l + 0.5) * p[l]! * w[k]!;
  }
  const partial = { n, x, w, basis, running: [] };
  const rule: Rule = { ...partial, running: Array.from(x, (t) => runningWeights(partial, t)) };
  rules.set(n, rule);
  return rule;
}

/** The weights of ∫₋₁ᵗ over the rule's nodes: ∫₋₁ᵗ P_l = (P_{l+1}(t) − P_{l−1}(t)) / (2l + 1). */
export function runningWeights(rule: Rule, t: number): Float64Array {
  const { n, basis } = rule;
  const p = legendre(n, t);
  const weights = new Float64Array(n);
  for (let l = 0; l < n; l++) {
    const integral = l === 0 ? t + 1 : (p[l + 1]! - p[l - 1]!) / (2 * l + 1);
    const row = basis[l]!;
    for (let k = 0; k < n; k++) weights[k]! += row[k]! * integral;
  }
  return weights;
}

/** ∫₋₁^x_j f for every node j. */
export function runningSums(rule: Rule, f: Float64Array): Float64Array {
  const sums = new Float64Array(rule.n);
  for (let j = 0; j < rule.n; j++) sums[j] = dot(rule.running[j]!, f);
  return sums;
}

/** The Legendre coefficients of the polynomial through f at the nodes. */
export function coefficientsOf(rule: Rule, f: Float64Array): Float64Array {
  const c = new Float64Array(rule.n);
  for (let l = 0; l < rule.n; l++) c[l] = dot(rule.basis[l]!, f);
  return c;
}

/** ∫₋₁ᵗ and the value at t of Σ c_l P_l. */
export function evaluateSeries(c: Float64Array, t: number): { readonly integral: number; readonly value: number } {
  let [before, p, next] = [0, 1, t]; // P_{l−1}, P_l, P_{l+1}
  let integral = c[0]! * (t + 1);
  let value = c[0]!;
  for (let l = 1; l < c.length; l++) {
    [before, p, next] = [p, next, ((2 * l + 1) * t * next - l * p) / (l + 1)];
    value += c[l]! * p;
    integral += (c[l]! * (next - before)) / (2 * l + 1);
  }
  return { integral, value };
}

export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k]! * b[k]!;
  return sum;
}

/** The share of the last three Legendre coefficients in f: how far a polynomial through the nodes is from f. */
export function unresolved(rule: Rule, f: Float64Array): number {
  let largest = 0;
  for (const value of f) largest = Math.max(largest, Math.abs(value));
  if (largest === 0) return 0;
  let tail = 0;
  for (let l = rule.n - 3; l < rule.n; l++) tail = Math.max(tail, Math.abs(dot(rule.basis[l]!, f)));
  return tail / largest;
}

/** P_0(t) … P_n(t) by Bonnet's recursion. */
export function legendre(n: number, t: number): Float64Array {
  const p = new Float64Array(n + 1);
  p[0] = 1;
  p[1] = t;
  for (let l = 1; l < n; l++) p[l + 1] = ((2 * l + 1) * t * p[l]! - l * p[l - 1]!) / (l + 1);
  return p;
}
