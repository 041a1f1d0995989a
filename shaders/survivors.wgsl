// Between two dispatches: as many workgroups as the survivors need, and an empty list for those of the next dispatch.
// #include "params.wgsl"

@group(0) @binding(1) var<storage, read_write> counts: array<u32>; // [0] and [1]: lengths of the two lists
@group(0) @binding(2) var<storage, read_write> workgroups: array<u32>; // arguments of the indirect dispatch

@compute @workgroup_size(1)
fn prepare() {
  let survivors = counts[params.source];
  workgroups[0] = (survivors + WORKGROUP - 1u) / WORKGROUP;
  workgroups[1] = 1u;
  workgroups[2] = 1u;
  counts[1u - params.source] = 0u;
}
