// Whether a path crossed a level between two grid points.

const CUTOFF = 9.0; // p = 0 where (b − x)(b − x̃) ≥ 9 σ²dt, that is p < 1.6e-8: a rule of the method on every backend

// Where b is farther than 3.0001 s from x and from x̃, the rule holds in f32 too (3 = √9, and some for rounding).
const CALM_DISTANCE = 3.0001;

// Probability that a Brownian bridge from x to x̃ with the step's noise scale s = σ√dt touches b:
// exp(−2 (b − x)(b − x̃) / s²), exact for the frozen step. 1 where x and x̃ lie on two sides of b.
fn crossing(b: f32, x: f32, proposal: f32, s: f32) -> f32 {
  let n = (b - x) * (b - proposal);
  let v = s * s;
  return select(select(exp(-2.0 * n / v), 1.0, n <= 0.0), 0.0, n >= CUTOFF * v);
}

const SHIFT = 0.5825971579390106; // −ζ(½)/√(2π)

// x̃ as the shifted barrier sees it: a path watched at step ends only overshoots by 0.5826 σ√dt on average, and so far
// the barrier is moved towards it.
fn shifted(proposal: f32, s: f32) -> f32 {
  return fma(SHIFT, s, proposal);
}

// Q ← Q + (1 − Q) p: the probability of a crossing so far, kept as such so that rare ones keep full precision.
fn accumulate(q: f32, p: f32) -> f32 {
  return q + (1.0 - q) * p;
}

// Crossing of the threshold given that the end beyond it was not crossed: (p − pe) / (1 − pe).
fn given_no_exit(p: f32, pe: f32) -> f32 {
  if (pe >= 1.0) {
    return 0.0;
  }
  return max(0.0, (p - pe) / (1.0 - pe));
}
