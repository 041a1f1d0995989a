// Counts of positions in equal bins over the domain: bin ⌊(x − lower) · bins / (upper − lower)⌋, the last one closed.
// #include "params.wgsl"
// #include "place.wgsl"
// #include "state.wgsl"

@group(0) @binding(2) var<storage, read_write> histogram: array<atomic<u32>>; // row-major [point][snapshot][bin]

@compute @workgroup_size(WORKGROUP)
fn count_in_bins(@builtin(global_invocation_id) id: vec3u) {
  let slot = id.x;
  if (!is_in_use(slot)) {
    return;
  }
  let fate = state[field(FIELD_FATE, slot)];
  if (fate == ALIVE || fate == DONE) {
    let bin = min(params.bins - 1u, u32(floor((load(FIELD_POSITION, slot) - params.domain_lower) * params.bins_per_x)));
    atomicAdd(&histogram[row_of(point_of(slot)) * params.bins + bin], 1u);
  }
}
