// What the ends of the domain do to a proposed state. Interior proposals pass unchanged.
// #include "finite.wgsl"

// A choice in place of max and min: drivers that compute on the CPU spend more on what those do about NaN.
fn larger(a: f32, b: f32) -> f32 {
  return select(a, b, b > a);
}

fn smaller(a: f32, b: f32) -> f32 {
  return select(a, b, b < a);
}

// In what follows a choice made at compile time is an if with an else, and one return at the end: of a return inside it Tint
// makes a flag that every step tests.

// Mirror a state below the lower end. Both arguments are NaN or neither is, so that a GPU's own max may be used.
fn reflect_low(y: f32, m: Model) -> f32 {
  var mirrored: f32;
  if (LOWER_IS_ZERO) {
    mirrored = abs(y);
  } else if (BUILT_IN) {
    mirrored = max(y, 2.0 * m.lower - y);
  } else {
    mirrored = select(y, 2.0 * m.lower - y, y < m.lower);
  }
  return mirrored;
}

// Mirror a state above the upper end.
fn reflect_high(y: f32, m: Model) -> f32 {
  var mirrored = 2.0 * m.upper - y;
  if (BUILT_IN) {
    mirrored = min(y, mirrored);
  } else {
    mirrored = select(y, mirrored, y > m.upper);
  }
  return mirrored;
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
  var depth = y;
  if (!LOWER_IS_ZERO) {
    depth = y - m.lower;
  }
  return bitcast<u32>(depth);
}

// The state inside [lower, upper].
fn apply_boundary(proposal: f32, m: Model) -> f32 {
  var y = fold_near(proposal, m);
  if (REFLECTS_LOWER && REFLECTS_UPPER && y < m.lower) {
    y = fold_far(proposal, m);
  }
  return min(max(y, m.lower), m.upper);
}
