// What the ends of the domain do to a proposed state. Interior proposals pass unchanged.

const NOT_FINITE = 0x7F800000u; // exponent all ones: infinite or NaN

// The bits of |y|. Above NOT_FINITE − 1 the state is not a number to go on with; the integers say so where WGSL lets a
// compiler assume that a float is never NaN.
fn magnitude_bits(y: f32) -> u32 {
  return bitcast<u32>(y) & 0x7FFFFFFFu;
}

// Mirror a state below the lower end: interior y is larger than its mirror image.
fn reflect_low(y: f32) -> f32 {
  return max(y, 2.0 * params.lower - y);
}

// Mirror a state above the upper end.
fn reflect_high(y: f32) -> f32 {
  return min(y, 2.0 * params.upper - y);
}

// The triangular fold, for an overshoot of any size.
fn fold_far(y: f32) -> f32 {
  let width = params.upper - params.lower;
  let period = 2.0 * width;
  let distance = y - params.lower;
  let within = distance - period * floor(distance / period);
  return params.lower + select(within, period - within, within > width);
}

// One fold at each reflecting end; a far overshoot may leave the result below the lower end.
fn fold_near(proposal: f32) -> f32 {
  var y = proposal;
  if (REFLECTS_LOWER) {
    y = reflect_low(y);
  }
  if (REFLECTS_UPPER) {
    y = reflect_high(y);
  }
  if (!(REFLECTS_LOWER && REFLECTS_UPPER)) {
    y = min(max(y, params.lower), params.upper);
  }
  return y;
}

// The state inside [lower, upper].
fn apply_boundary(proposal: f32) -> f32 {
  var y = fold_near(proposal);
  if (REFLECTS_LOWER && REFLECTS_UPPER && y < params.lower) {
    y = fold_far(proposal);
  }
  return min(max(y, params.lower), params.upper);
}
