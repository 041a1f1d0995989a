// What is done by one invocation, between dispatches and after them.
// #include "params.wgsl"
// #include "lists.wgsl"

@group(0) @binding(1) var<storage, read_write> counts: array<u32>; // lengths of the lists among them
@group(0) @binding(2) var<storage, read_write> workgroups: array<u32>; // arguments of the indirect dispatch

// As many workgroups as a list needs. After that of the survivors, those of the next dispatch find the others empty.
@compute @workgroup_size(1)
fn prepare() {
  let paths = counts[length_of(params.source)];
  workgroups[0] = (paths + WORKGROUP - 1u) / WORKGROUP;
  workgroups[1] = 1u;
  workgroups[2] = 1u;
  if (params.source != LIST_DISTURBED) {
    counts[1u - params.source] = 0u;
    counts[COUNT_DISTURBED] = 0u;
  }
}

const COUNT_SUBMISSIONS = 12u;

// The last of every submission: a driver may give one up that takes too long, and say that it was done.
@compute @workgroup_size(1)
fn mark() {
  counts[COUNT_SUBMISSIONS]++;
}
