// What the ends of the domain do to a proposed state. Interior proposals pass unchanged.
// #include "finite.wgsl"

// In what follows a choice made at compile time is an if with an else, and one return at the end: of a return inside it Tint
// makes a flag that every step tests.

// Of two numbers. With a NaN either may come out: whoever may have one looks for it. Drivers that compute on the CPU spend more on what
// max and min do about NaN than on a choice.
fn larger(a: f32, b: f32) -> f32 {
  var most: f32;
  if (OWN_MAX) {
    most = max(a, b);
  } else {
    most = select(a, b, b > a);
  }
  return most;
}

fn smaller(a: f32, b: f32) -> f32 {
  var least: f32;
  if (OWN_MAX) {
    least = min(a, b);
  } else {
    least = select(a, b, b < a);
  }
  return least;
}

// Mirror a state below the lower end: then it is smaller than its mirror image. Both are NaN or neither is.
fn reflect_low(y: f32, m: Model) -> f32 {
  var mirrored: f32;
  if (LOWER_IS_ZERO) {
    mirrored = abs(y);
  } else {
    mirrored = larger(y, 2.0 * m.lower - y);
  }
  return mirrored;
}

// Mirror a state above the upper end.
fn reflect_high(y: f32, m: Model) -> f32 {
  return smaller(y, 2.0 * m.upper - y);
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
