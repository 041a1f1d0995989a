// Where nothing is saved on the way, in place of `advance`: each lane follows path after path, whichever is next, so that none waits for
// another. The path that a dispatch leaves unfinished, or the next of those taken, stays with its lane: alive[lane] is its slot + 1, 0 for none, and
// FIELD_END the step that it has reached. What depends on the quad alone is computed, not read from `quads`: lanes at different quads read
// one by one there, which takes longer.
const TAKEN = 4u; // paths at once, one after the other: an atomic addition costs as much as a few steps

@compute @workgroup_size(WORKGROUP)
fn stroll(@builtin(global_invocation_id) id: vec3u) {
  let lane = id.x;
  if (lane >= params.lanes || lane >= params.paths) {
    return;
  }
  let m = load_model();
  let keys = noise_keys(params.key);
  var slot = alive[lane]; // + 1; 0: none
  var is_new = slot != 0u;
  var last = slot; // that the lane had
  var is_working = true;
  var path: vec2u;
  var way: Way;
  var quad = 0u;
  for (var left = params.quads; left > 0u; left--) {
    if (slot == 0u) {
      slot = last;
      if (slot % TAKEN == 0u) {
        slot = atomicAdd(&counts[COUNT_NEXT], TAKEN);
      }
      slot++;
      is_new = true;
    }
    if (is_new) {
      is_new = false;
      last = slot;
      if (slot > params.paths) {
        slot = 0u;
        is_working = false;
        break;
      }
      if (state[field(FIELD_FATE, slot - 1u)] != ALIVE) {
        slot = 0u;
        continue;
      }
      enter(slot - 1u);
      walker.end = 0u; // as `finish` expects of a path that goes on
      path = path_words(path_low_of(slot - 1u), params.path_high, params.key);
      way = way_of_walker();
      quad = state[field(FIELD_END, slot - 1u)] / 4u;
    }
    take_quad(&way, quad * 4u, 0u, normals_of(noise_words(quad_words(quad, params.path_high, params.key), path, keys)), m);
    quad++;
    if (walker.fate != ALIVE || quad * 4u >= params.last) {
      walker.x = way.x;
      finish(params.last);
      leave();
      slot = 0u;
    }
  }
  if (slot != 0u) {
    walker.x = way.x;
    leave();
    state[field(FIELD_END, slot - 1u)] = quad * 4u;
  } else if (last % TAKEN != 0u && is_working) {
    slot = last + 1u;
  }
  alive[lane] = slot;
  if (is_working) {
    atomicAdd(&counts[COUNT_ALIVE], 1u);
  }
}
