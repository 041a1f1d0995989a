// The numbers in which one plan differs from another of the same structure: those of many, in a table by point. Each
// invocation is at the point of its slot. Filled by src/backend/gpu/points.ts, field by field in this order.
// #include "place.wgsl"

struct Point {
  path_low: u32, // index of the first path; params.path_high goes with it
  start_first: u32,
  start_length: u32,
  lower: f32, // ends of the domain in the coordinate of the state, as are the thresholds
  upper: f32,
  thresholds: array<f32, max(THRESHOLDS, 1u)>,
  constants: array<f32, max(CONSTANTS, 1u)>,
}

@group(0) @binding(2) var<storage, read> points: array<Point>;

var<private> point: u32;

fn go_to_point_of(slot: u32) {
  point = point_of(slot);
}

fn path_low_of(slot: u32) -> u32 {
  return points[point].path_low + path_of(slot);
}

fn lower_end() -> f32 {
  return points[point].lower;
}

fn upper_end() -> f32 {
  return points[point].upper;
}

fn threshold(j: u32) -> f32 {
  return points[point].thresholds[j];
}

fn start_first() -> u32 {
  return points[point].start_first;
}

fn start_length() -> u32 {
  return points[point].start_length;
}
