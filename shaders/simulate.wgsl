// Follows every path of a batch from step `first` to step `last`. One invocation, one path; the state between two
// dispatches lies in `state`, so that any cut of the steps into dispatches gives the same bits.
// #include "params.wgsl"
// #include "place.wgsl"
// #include "point.wgsl"
// #include "state.wgsl"
// #include "random.wgsl"
// #include "normal.wgsl"
// #include "scheme.wgsl"
// #include "boundary.wgsl"
// #include "monitor.wgsl"
// #include "position.wgsl"
// #include "events.wgsl"
// #include "four.wgsl"
// #include "rush.wgsl"
// #include "stroll.wgsl"

@group(0) @binding(3) var<storage, read> quads: array<vec4u>; // quad_words() of every block of four steps
@group(0) @binding(4) var<storage, read> start: array<f32>; // quantiles of the initial law
@group(0) @binding(5) var<storage, read_write> alive: array<u32>; // three lists of slots; of stroll.wgsl by lane

// State in the quantile table at a uniform of the path's own.
fn start_position(path_low: u32) -> f32 {
  let first = start_first();
  let entries = start_length();
  if (entries == 1u) {
    return start[first];
  }
  let word = words_at(vec4u(0u, path_low, params.path_high, STREAM_START), params.key).x;
  let t = uniform_of(word) * f32(entries - 1u);
  let i = min(u32(floor(t)), entries - 2u);
  return start[first + i] + (t - f32(i)) * (start[first + i + 1u] - start[first + i]);
}

// Step 0: places every path and tests what it already meets there.
@compute @workgroup_size(WORKGROUP)
fn begin(@builtin(global_invocation_id) id: vec3u) {
  let slot = id.x;
  if (!is_in_use(slot)) {
    return;
  }
  go_to_point_of(slot);
  let path_low = path_low_of(slot);
  walker.slot = slot;
  walker.x = min(max(start_position(path_low), lower_end()), upper_end());
  walker.exit_q = 0.0;
  walker.fate = ALIVE;
  if (ABSORBS_LOWER && walker.x <= lower_end()) {
    walker.fate = LOWER;
  } else if (ABSORBS_UPPER && walker.x >= upper_end()) {
    walker.fate = UPPER;
  }
  walker.pending = 0u;
  var words = vec4u(0u);
  for (var j = 0u; j < THRESHOLDS; j++) {
    if (j % 4u == 0u) {
      words = words_at(vec4u(j / 4u, path_low, params.path_high, STREAM_BRIDGE), params.key);
    }
    let met = starts_beyond(j);
    walker.pending |= select(1u << j, 0u, met);
    state[field(FIELD_HIT + j, slot)] = select(NEVER, 0u, met);
    if (BRIDGES) {
      walker.q[j] = 0.0;
    }
    store(FIELD_V + j, slot, uniform_of(words[j % 4u]));
  }
  if (ABSORBS) {
    let word = words_at(vec4u(0u, path_low, params.path_high, STREAM_EXIT), params.key).x;
    store(FIELD_EXIT_V, slot, uniform_of(word));
  }
  if (PLAIN) {
    state[field(FIELD_TROUBLED, slot)] = 0u;
  }
  if (STROLLS) {
    alive[slot] = 0u;
  }
  walker.end = 0u;
  finish(0u);
  leave();
}

// Steps first + 1 … last.
@compute @workgroup_size(WORKGROUP)
fn advance(@builtin(global_invocation_id) id: vec3u) {
  let slot = slot_at(id.x);
  if (slot == NEVER || state[field(FIELD_FATE, slot)] != ALIVE || (PLAIN && state[field(FIELD_END, slot)] == params.last)) {
    return;
  }
  go_to_point_of(slot);
  enter(slot);
  let path = path_words(path_low_of(slot), params.path_high, params.key);
  var way = way_of_walker();
  let first = max(params.first, state[field(FIELD_END, slot)]); // as far as `rush` came
  var quad = first / 4u;
  let m = load_model();
  let keys = noise_keys(params.key);
  while (quad * 4u < params.last && walker.fate == ALIVE) {
    take_quad(&way, quad * 4u, first, normals_of(noise_words(quads[quad], path, keys)), m);
    quad++;
  }
  walker.x = way.x;
  finish(params.last);
  leave();
}

// Survivors go on the list of a later dispatch; the order there is of no consequence.
fn leave() {
  let slot = walker.slot;
  store_state(slot, walker.x);
  state[field(FIELD_FATE, slot)] = walker.fate;
  state[field(FIELD_END, slot)] = walker.end;
  for (var j = 0u; BRIDGES && j < THRESHOLDS; j++) {
    store(FIELD_Q + j, slot, walker.q[j]);
  }
  if (BRIDGES && ABSORBS) {
    store(FIELD_EXIT_Q, slot, walker.exit_q);
  }
  if (walker.fate == ALIVE) {
    list(slot, params.survivors);
  }
}

// The state, and where that is in x, which moments, histograms and the host read.
fn store_state(slot: u32, x: f32) {
  store(FIELD_X, slot, x);
  if (LAMPERTI_HEUN) {
    store(FIELD_POSITION, slot, position(x));
  }
}

// The slot for an invocation: of the list that the dispatch reads, or its own; NEVER where there is none.
fn slot_at(index: u32) -> u32 {
  var slot = NEVER;
  if (params.source == NO_LIST) {
    slot = select(NEVER, index, is_in_use(index));
  } else if (index < atomicLoad(&counts[length_of(params.source)])) {
    slot = alive[start_of(params.source) + index];
  }
  return slot;
}

fn list(slot: u32, name: u32) {
  if (name != NO_LIST) {
    alive[start_of(name) + atomicAdd(&counts[length_of(name)], 1u)] = slot;
  }
}

fn start_of(name: u32) -> u32 {
  return min(name, 2u) * params.slots;
}
