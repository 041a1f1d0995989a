// What the noise of every path shares, by block of four steps: quads[q] = quad_words(q).
// #include "params.wgsl"
// #include "random.wgsl"

@group(0) @binding(1) var<storage, read_write> quads: array<vec4u>;

@compute @workgroup_size(WORKGROUP)
fn tabulate(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let count = (params.steps + 3u) / 4u;
  for (var quad = id.x; quad < count; quad += groups.x * WORKGROUP) {
    quads[quad] = quad_words(quad, params.path_high, params.key);
  }
}
