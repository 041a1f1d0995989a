// State → position in x; ends go to the ends themselves, NaN to NaN. inner_position(y) is printed from the model.
// #include "params.wgsl"
// #include "point.wgsl"
// #include "model.wgsl"
// #include "finite.wgsl"

fn position(y: f32) -> f32 {
  if (is_nan(y)) {
    return y;
  }
  if (y <= lower_end()) {
    return params.domain_lower;
  }
  if (y >= upper_end()) {
    return params.domain_upper;
  }
  return inner_position(y);
}
