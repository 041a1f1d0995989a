// Where something is watched: whole quads, as long as `take_quad` would find the path near and calm. The rest is left to `advance`: the
// careful steps would slow this kernel down even where they never run. A path that was left is taken up again in the next dispatch:
// these end at fixed steps (src/backend/gpu/schedule.ts), so that which kernel takes a quad does not depend on the clock.
@compute @workgroup_size(WORKGROUP)
fn rush(@builtin(global_invocation_id) id: vec3u) {
  let slot = slot_at(id.x);
  if (slot == NEVER || state[field(FIELD_FATE, slot)] != ALIVE) {
    return;
  }
  go_to_point_of(slot);
  walker.pending = pending_of(slot);
  let high = high_barrier();
  let low = low_barrier();
  let path = path_words(path_low_of(slot), params.path_high, params.key);
  let m = load_model();
  let keys = noise_keys(params.key);
  var x = load(FIELD_X, slot);
  var quad = params.first / 4u;
  var calm = true;
  while (calm && quad < params.last / 4u) {
    let four = take_four_steps(x, normals_of(noise_words(quads[quad], path, keys)), m);
    calm = is_near(four, m) && is_calm(four, high, low);
    x = select(x, four.x, calm);
    quad += u32(calm);
  }
  store_state(slot, x);
  state[field(FIELD_END, slot)] = quad * 4u;
  // `finish` is for `advance` too: at the last step, and where all thresholds were met and only a save was waited for.
  let is_over = params.last == params.steps || (!ABSORBS && walker.pending == 0u && params.last >= params.last_save);
  let goes_on = calm && params.last % 4u == 0u && !is_over;
  list(slot, select(LIST_DISTURBED, params.survivors, goes_on));
}
