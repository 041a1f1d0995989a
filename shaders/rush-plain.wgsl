// Where nothing is watched: whole quads, until something odd happens to the path for the first time (an overshoot past the far
// end, an infinite state). From there on the path belongs to `advance`, always, so that which of the two takes a quad does
// not depend on the cut.
@compute @workgroup_size(WORKGROUP)
fn rush(@builtin(global_invocation_id) id: vec3u) {
  let slot = slot_at(id.x);
  if (slot == NEVER || state[field(FIELD_FATE, slot)] != ALIVE) {
    return;
  }
  go_to_point_of(slot);
  var calm = state[field(FIELD_TROUBLED, slot)] == 0u;
  if (calm) {
    let path = path_words(path_low_of(slot), params.path_high, params.key);
    let m = load_model();
    let keys = noise_keys(params.key);
    let width = bitcast<u32>(m.upper - m.lower);
    var x = load(FIELD_X, slot);
    var quad = params.first / 4u;
    for (var next = quad; next < params.last / 4u; next++) {
      let four = take_four_steps(x, normals_of(noise_words(quads[next], path, keys)), m);
      calm = calm && four.deepest <= width;
      x = select(x, four.x, calm);
      quad += u32(calm);
    }
    store_state(slot, x);
    state[field(FIELD_END, slot)] = quad * 4u;
  }
  if (!calm) {
    state[field(FIELD_TROUBLED, slot)] = 1u;
    list(slot, params.survivors);
  }
}
