// Where nothing is saved on the way, in place of `advance`: each lane follows path after path, whichever is next, so that none waits for
// another. The path that a dispatch leaves unfinished, or the next of those taken, stays with its lane: alive[lane] is its slot + 1, 0 for none, and
// FIELD_END the step that it has reached. What depends on the quad alone is computed, not read from `quads`: lanes at different quads read
// one by one there, which takes longer.
const TAKEN = 4u; // paths at once, one after the other, where there are enough: an atomic addition costs as much as a few steps

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
  var is_taken = false; // in this dispatch, so that it is at its start; only the first path of a dispatch can be another
  var last = slot; // the last that the lane had, or has
  let taken = select(1u, TAKEN, params.paths >= 2u * TAKEN * params.lanes);
  var is_working = true;
  var path: vec2u;
  var way: Way;
  var quad = 0u;
  for (var left = params.quads; left > 0u; left--) {
    if (slot == 0u) {
      slot = last;
      if (slot % taken == 0u) {
        slot = atomicAdd(&counts[COUNT_NEXT], taken);
      }
      slot++;
      is_new = true;
      is_taken = true;
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
      if (is_taken) {
        set_out(slot - 1u);
        quad = 0u;
      } else {
        enter(slot - 1u);
        quad = state[field(FIELD_END, slot - 1u)] / 4u;
      }
      walker.end = 0u; // as `finish` expects of a path that goes on
      path = path_words(path_low_of(slot - 1u), params.path_high, params.key);
      way = way_of_walker();
    }
    take_quad(&way, quad * 4u, 0u, normals_of(noise_words(quad_words(quad, params.path_high, params.key), path, keys)), m);
    quad++;
    if (walker.fate != ALIVE || quad * 4u >= params.last) {
      walker.x = way.x;
      finish(params.last);
      if (params.keeps == 1u) {
        leave();
      }
      slot = 0u;
    }
  }
  if (slot != 0u) {
    walker.x = way.x;
    leave();
    state[field(FIELD_END, slot - 1u)] = quad * 4u;
  } else if (last % taken != 0u && is_working) {
    slot = last + 1u;
  }
  alive[lane] = slot;
  if (is_working) {
    atomicAdd(&counts[COUNT_ALIVE], 1u);
  }
}

// `enter` of a path that is alive at its start. Lanes load and store one by one: what is known is not loaded.
fn set_out(slot: u32) {
  walker.slot = slot;
  walker.x = load(FIELD_X, slot);
  walker.fate = ALIVE;
  walker.pending = 1u; // with its one threshold met it would be done
  if (THRESHOLDS != 1u || ABSORBS) {
    walker.pending = pending_of(slot);
  }
  for (var j = 0u; BRIDGES && j < THRESHOLDS; j++) {
    walker.q[j] = 0.0;
    walker.v[j] = load(FIELD_V + j, slot);
  }
  if (BRIDGES && ABSORBS) {
    walker.exit_q = 0.0;
    walker.exit_v = load(FIELD_EXIT_V, slot);
  }
}
