// One step of the SDE dX = μ dt + σ dW. drift(x) = μ dt, noise(x) = σ√dt, correction(x) = ½ σσ′ dt are printed from the
// model; the increment is summed first and added to x last, so that a small drift survives in f32.
// #include "model.wgsl"

fn propose(x: f32, s: f32, z: f32, m: Model) -> f32 {
  var increment = fma(s, z, drift(x, m)); // Euler–Maruyama
  if (MILSTEIN) {
    increment = fma(correction(x, m), z * z - 1.0, increment);
  }
  return x + increment;
}
