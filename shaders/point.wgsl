// The numbers in which one plan differs from another of the same structure: here those of the one plan, in uniforms.
// points.wgsl takes the place of this file where a batch has many.
// #include "params.wgsl"

// What follows is about the point of this slot.
fn go_to_point_of(slot: u32) {
}

fn path_low_of(slot: u32) -> u32 {
  return params.path_low + slot;
}

fn lower_end() -> f32 {
  return params.lower;
}

fn upper_end() -> f32 {
  return params.upper;
}

fn threshold(j: u32) -> f32 {
  return params.thresholds[j].x;
}

// Where the quantiles of the start are.
fn start_first() -> u32 {
  return 0u;
}

fn start_length() -> u32 {
  return params.start_length;
}
