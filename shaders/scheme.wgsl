// How a step of dX = μ dt + σ dW proposes the next state: the schemes, one each. drift(x) = μ dt, noise(x) = σ√dt and
// correction(x) = ½ σσ′ dt are printed from the model, for Lamperti–Heun as functions of y = ∫dx/σ. The increment is
// summed first and added to x last, so that a small drift survives in f32.
// #include "model.wgsl"
// #include "boundary.wgsl"

fn propose(x: f32, s: f32, z: f32, m: Model) -> f32 {
  var proposal: f32;
  if (LAMPERTI_HEUN) {
    proposal = lamperti_heun(x, s, z, m);
  } else {
    proposal = euler_maruyama_or_milstein(x, s, z, m);
  }
  return proposal;
}

fn euler_maruyama_or_milstein(x: f32, s: f32, z: f32, m: Model) -> f32 {
  var increment = fma(s, z, drift(x, m));
  if (MILSTEIN) {
    increment = fma(correction(x, m), z * z - 1.0, increment);
  }
  return x + increment;
}

// Heun's rule: ỹ = y + (½ (f(y) + f̂) dt + √dt z), f̂ the drift at the predictor q = y + (f dt + √dt z).
fn lamperti_heun(y: f32, s: f32, z: f32, m: Model) -> f32 {
  let f = drift(y, m);
  let q = y + fma(s, z, f);
  return y + fma(s, z, 0.5 * (f + drift_at_predictor(q, m)));
}

// f̂ dt. A reflecting end is the unfolded line with an odd drift: where a mirror put q back inside, f̂ = −f. A mirror acts
// once at each end; what is still outside then is put on the end. Beyond an absorbing end f goes on linearly.
fn drift_at_predictor(q: f32, m: Model) -> f32 {
  var y = q;
  var mirrored = false;
  if (REFLECTS_LOWER) {
    mirrored = y < m.lower;
    y = reflect_low(y, m);
  }
  if (REFLECTS_UPPER) {
    mirrored = mirrored != (y > m.upper);
    y = reflect_high(y, m);
  }
  var f = drift(smaller(larger(y, m.lower), m.upper), m);
  if (ABSORBS_LOWER) {
    f = fma(m.slope_lower, smaller(y - m.lower, 0.0), f);
  }
  if (ABSORBS_UPPER) {
    f = fma(m.slope_upper, larger(y - m.upper, 0.0), f);
  }
  return select(f, -f, mirrored);
}
