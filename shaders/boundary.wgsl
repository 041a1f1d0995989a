// What the ends of the domain do to a proposed state. Interior proposals pass unchanged.
// #include "finite.wgsl"

// A choice in place of max and min: drivers that compute on the CPU spend more on what those do about NaN.
fn larger(a: f32, b: f32) -> f32 {
  return select(a, b, b > a);
}

fn smaller(a: f32, b: f32) -> f32 {
  return select(a, b, b < a);
}

// Mirror a state below the lower end. Both arguments are NaN or neither is, so that a GPU's own max may be used.
fn reflect_low(y: f32, m: Model) -> f32 {
  let mirrored = 2.0 * m.lower - y;
  if (BUILT_IN) {
    return max(y, mirrored);
  }
  return select(y, mirrored, y < m.lower);
}

// Mirror a state above the upper end.
fn reflect_high(y: f32, m: Model) -> f32 {
  let mirrored = 2.0 * m.upper - y;
  if (BUILT_IN) {
    return min(y, mirrored);
  }
  return select(y, mirrored, y > m.upper);
}

// The triangular fold, for an overshoot of any size.
fn fold_far(y: f32, m: Model) -> f32 {
  let width = m.upper - m.lower;
  let period = 2.0 * width;
  let distance = y - m.lower;
  let within = distance - period * floor(distance / period);
  return m.lower + select(within, period - within, within > width);
}

// One fold at each reflecting end; a far overshoot may leave the result outside the domain.
fn fold_near(proposal: f32, m: Model) -> f32 {
  var y = proposal;
  if (REFLECTS_LOWER) {
    y = reflect_low(y, m);
  }
  if (REFLECTS_UPPER) {
    y = reflect_high(y, m);
  }
  if (CLAMPS_LOWER) {
    y = larger(y, m.lower);
  }
  if (CLAMPS_UPPER) {
    y = smaller(y, m.upper);
  }
  return y;
}

// One unsigned number that is at most bitcast<u32>(upper − lower) exactly where y is a number inside the domain: below
// it the sign bit is set, and of an infinity or a NaN all bits of the exponent are.
fn depth_bits(y: f32, m: Model) -> u32 {
  return bitcast<u32>(y - m.lower);
}

// The state inside [lower, upper].
fn apply_boundary(proposal: f32, m: Model) -> f32 {
  var y = fold_near(proposal, m);
  if (REFLECTS_LOWER && REFLECTS_UPPER && y < m.lower) {
    y = fold_far(proposal, m);
  }
  return min(max(y, m.lower), m.upper);
}
