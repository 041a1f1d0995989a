// In: positions by slot. Out, per block of BLOCK paths: how many are alive, their mean m, Σ(x − m)^r for r = 1 … 4.
// Two passes about the block's own mean, each a sum over 64 lanes of 64 paths and a tree over the lanes: one fixed
// order, whatever the batch. About a fixed centre f32 would not do.
// #include "params.wgsl"
// #include "place.wgsl"
// #include "state.wgsl"

const BLOCK = 4096u; // src/plan/plan.ts
const LANES = 64u;

struct BlockMoments {
  paths: u32,
  mean: f32,
  m1: f32, // what rounding left in the mean: Σ(x − m)
  m2: f32,
  m3: f32,
  m4: f32,
  spare0: u32,
  spare1: u32,
}

@group(0) @binding(2) var<storage, read_write> moments: array<BlockMoments>; // row-major [point][snapshot][block]

var<workgroup> sums: array<vec4f, LANES>;
var<workgroup> sums_of_eight: array<vec4f, 8>;

@compute @workgroup_size(LANES)
fn reduce_moments(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let point = group.x / params.blocks;
  let block = group.x % params.blocks;
  let slot_of_point = point * params.stride;
  let first = slot_of_point + block * BLOCK + lane;
  let last = slot_of_point + min(params.paths, (block + 1u) * BLOCK);

  var total = vec4f(0.0); // .x: Σx, .y: paths, at most 4096 and so exact
  for (var slot = first; slot < last; slot += LANES) {
    if (is_alive(slot)) {
      total += vec4f(load(FIELD_POSITION, slot), 1.0, 0.0, 0.0);
    }
  }
  total = sum_over_lanes(total, lane);
  let mean = total.x / max(total.y, 1.0);

  var central = vec4f(0.0);
  for (var slot = first; slot < last; slot += LANES) {
    if (is_alive(slot)) {
      let d = load(FIELD_POSITION, slot) - mean;
      let d2 = d * d;
      central += vec4f(d, d2, d2 * d, d2 * d2);
    }
  }
  central = sum_over_lanes(central, lane);
  if (lane == 0u) {
    moments[row_of(point) * params.blocks + block] =
      BlockMoments(u32(total.y), mean, central.x, central.y, central.z, central.w, 0u, 0u);
  }
}

fn is_alive(slot: u32) -> bool {
  let fate = state[field(FIELD_FATE, slot)];
  return fate == ALIVE || fate == DONE; // a path can be done only at or after the last save
}

// A tree of two levels, eight sums of eight: barriers cost more than additions.
fn sum_over_lanes(value: vec4f, lane: u32) -> vec4f {
  sums[lane] = value;
  workgroupBarrier();
  if (lane < 8u) {
    sums_of_eight[lane] = sum_of_eight(lane * 8u);
  }
  workgroupBarrier();
  var sum = sums_of_eight[0];
  for (var i = 1u; i < 8u; i++) {
    sum += sums_of_eight[i];
  }
  return sum; // the next use writes `sums` only: the barrier after that protects `sums_of_eight`
}

fn sum_of_eight(first: u32) -> vec4f {
  var sum = sums[first];
  for (var i = 1u; i < 8u; i++) {
    sum += sums[first + i];
  }
  return sum;
}
