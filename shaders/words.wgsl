// The generator and the map to normals, laid open for known answers and for measuring this adapter's logarithm and sine.
// #include "random.wgsl"
// #include "normal.wgsl"

struct Words {
  key: vec2u,
  count: u32,
  spare: u32,
}

@group(0) @binding(0) var<uniform> request: Words;
@group(0) @binding(1) var<storage, read> given: array<vec4u>;
@group(0) @binding(2) var<storage, read_write> words: array<vec4u>;

// Counters → words.
@compute @workgroup_size(WORKGROUP)
fn draw_words(@builtin(global_invocation_id) id: vec3u) {
  if (id.x < request.count) {
    words[id.x] = words_at(given[id.x], request.key);
  }
}

// The same through the hoisted products.
@compute @workgroup_size(WORKGROUP)
fn draw_noise_words(@builtin(global_invocation_id) id: vec3u) {
  if (id.x < request.count) {
    let counter = given[id.x];
    let quad = quad_words(counter.x, counter.z, request.key);
    words[id.x] = noise_words(quad, path_words(counter.y, counter.z, request.key), noise_keys(request.key));
  }
}

// Four words → four normals, as bits.
@compute @workgroup_size(WORKGROUP)
fn map_to_normals(@builtin(global_invocation_id) id: vec3u) {
  if (id.x < request.count) {
    words[id.x] = bitcast<vec4u>(normals_of(given[id.x]));
  }
}
