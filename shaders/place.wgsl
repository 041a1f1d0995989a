// Which slots belong to which point of a batch: `stride` each, of which the first `paths` are in use.
// #include "params.wgsl"

// Index of the slot's point; a plan by itself is point 0, without a division.
fn point_of(slot: u32) -> u32 {
  if (MANY) {
    return slot / params.stride;
  }
  return 0u;
}

// Index of the slot among those of its point.
fn path_of(slot: u32) -> u32 {
  return slot - point_of(slot) * params.stride;
}

fn is_in_use(slot: u32) -> bool {
  if (MANY) {
    return point_of(slot) < params.points && path_of(slot) < params.paths;
  }
  return slot < params.paths;
}

// Row of a point's results of the snapshot at hand: those of one point lie together.
fn row_of(point: u32) -> u32 {
  return point * params.saves + params.row;
}
