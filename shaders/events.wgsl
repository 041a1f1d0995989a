// What is counted when a path ends. Only then: a path that fails later withdraws its hits by never counting them.
// Each point has counts of its own, one after the other; the lists of survivors are of all points.
// #include "params.wgsl"
// #include "place.wgsl"
// #include "lists.wgsl"

const COUNT_NEXT = 1u; // where lanes take path after path: those taken so far, some not begun; COUNT_ALIVE: lanes that want another dispatch
const COUNT_FAILED = 2u;
const COUNT_ABSORBED = 3u; // by threshold, 8 at most
const COUNT_SERIES = 16u; // SERIES counts by step follow, `steps + 1` numbers each

const SERIES_HIT = 0u; // by threshold
const SERIES_END = THRESHOLDS; // paths that ended before the last step
const SERIES_LOWER = THRESHOLDS + 1u;
const SERIES_UPPER = THRESHOLDS + 2u;
const SERIES = select(THRESHOLDS + 1u, THRESHOLDS + 3u, ABSORBS);

@group(0) @binding(6) var<storage, read_write> counts: array<atomic<u32>>;

// Where the counts of the slot's point begin.
fn first_count(slot: u32) -> u32 {
  return point_of(slot) * (COUNT_SERIES + SERIES * (params.steps + 1u));
}

fn count_at(first: u32, series: u32, step: u32) {
  atomicAdd(&counts[first + COUNT_SERIES + series * (params.steps + 1u) + step], 1u);
}

fn count_path(slot: u32, fate: u32, end: u32) {
  let first = first_count(slot);
  if (end < params.steps) {
    count_at(first, SERIES_END, end);
  }
  if (fate == FAILED) {
    atomicAdd(&counts[first + COUNT_FAILED], 1u);
    return;
  }
  let left = fate == LOWER || fate == UPPER;
  for (var j = 0u; j < THRESHOLDS; j++) {
    let hit = state[field(FIELD_HIT + j, slot)];
    if (hit != NEVER) {
      count_at(first, SERIES_HIT + j, hit);
    } else if (left) {
      atomicAdd(&counts[first + COUNT_ABSORBED + j], 1u);
    }
  }
  if (ABSORBS && left) {
    count_at(first, select(SERIES_UPPER, SERIES_LOWER, fate == LOWER), end);
  }
}
