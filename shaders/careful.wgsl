// One step with every test, in the order that defines the method (src/backend/reference/simulate.ts is its twin).

struct Walker {
  slot: u32,
  x: f32,
  fate: u32,
  end: u32,
  pending: u32, // bit j: threshold j has not been hit
  // Where there are bridges: the probability of a crossing so far, and the uniform that inverts its law, of the ends and by threshold.
  exit_q: f32,
  exit_v: f32,
  q: array<f32, BRIDGED>,
  v: array<f32, BRIDGED>,
}

const BRIDGED = select(1u, max(THRESHOLDS, 1u), BRIDGES);

var<private> walker: Walker;

const FAR = 3e38; // a level that is never reached

// Of threshold j among the thresholds. With one there is nothing to shift, which some drivers do lane by lane.
fn bit_of(j: u32) -> u32 {
  return select(1u, 1u << j, THRESHOLDS > 1u);
}

fn is_up(j: u32) -> bool {
  return (UP_MASK & bit_of(j)) != 0u;
}

fn is_at_exit(j: u32) -> bool {
  return (AT_EXIT_MASK & bit_of(j)) != 0u;
}

fn has_bridge(j: u32) -> bool {
  return (BRIDGE_MASK & bit_of(j)) != 0u;
}

fn has_shift(j: u32) -> bool {
  return (SHIFT_MASK & bit_of(j)) != 0u;
}

fn is_pending(j: u32) -> bool {
  return (walker.pending & bit_of(j)) != 0u;
}

fn is_beyond(j: u32, x: f32) -> bool {
  let value = threshold(j);
  return select(x <= value, x >= value, is_up(j));
}

// The walker left through the end that lies on the side of threshold j.
fn left_past(j: u32) -> bool {
  return walker.fate == select(LOWER, UPPER, is_up(j));
}

fn starts_beyond(j: u32) -> bool {
  return select(is_beyond(j, walker.x), left_past(j), is_at_exit(j));
}

// The lowest level above the walker, and the highest below it, at which something may still happen.
fn high_barrier() -> f32 {
  var level = select(FAR, upper_end(), ABSORBS_UPPER);
  for (var j = 0u; j < THRESHOLDS; j++) {
    level = select(level, min(level, threshold(j)), is_up(j) && is_pending(j));
  }
  return level;
}

fn low_barrier() -> f32 {
  var level = select(-FAR, lower_end(), ABSORBS_LOWER);
  for (var j = 0u; j < THRESHOLDS; j++) {
    level = select(level, max(level, threshold(j)), !is_up(j) && is_pending(j));
  }
  return level;
}

fn pending_of(slot: u32) -> u32 {
  var pending = 0u;
  for (var j = 0u; j < THRESHOLDS; j++) {
    pending |= select(0u, bit_of(j), state[field(FIELD_HIT + j, slot)] == NEVER);
  }
  return pending;
}

fn enter(slot: u32) {
  walker.slot = slot;
  walker.x = load(FIELD_X, slot);
  walker.fate = ALIVE;
  walker.pending = pending_of(slot);
  for (var j = 0u; j < THRESHOLDS; j++) {
    if (BRIDGES) {
      walker.q[j] = load(FIELD_Q + j, slot);
      walker.v[j] = load(FIELD_V + j, slot);
    }
  }
  if (BRIDGES && ABSORBS) {
    walker.exit_q = load(FIELD_EXIT_Q, slot);
    walker.exit_v = load(FIELD_EXIT_V, slot);
  }
}

// Those of the steps before + 1 … before + 4 that are later than `first` and asked for, until the path ends.
fn take_careful_steps(before: u32, first: u32, z: vec4f, m: Model) {
  for (var i = 0u; i < 4u; i++) {
    let step = before + i + 1u;
    if (step > first && step <= params.last) {
      take_careful_step(step, z[i], m);
      if (walker.fate != ALIVE) {
        return;
      }
    }
  }
}

fn take_careful_step(step: u32, z: f32, m: Model) {
  let x = walker.x;
  let s = noise(x, m);
  let proposal = propose(x, s, z, m);
  if (magnitude_bits(proposal) >= NOT_FINITE) {
    walker.fate = FAILED;
    walker.end = step;
    walker.x = bitcast<f32>(params.not_a_number);
    count_path(walker.slot, FAILED, step);
    return;
  }
  if (ABSORBS) {
    test_exits(x, proposal, s);
  }
  for (var j = 0u; j < THRESHOLDS; j++) {
    if (is_pending(j) && hits(j, x, proposal, s)) {
      walker.pending &= ~bit_of(j);
      state[field(FIELD_HIT + j, walker.slot)] = step;
    }
  }
  if (walker.fate == LOWER) {
    walker.x = lower_end();
  } else if (walker.fate == UPPER) {
    walker.x = upper_end();
  } else {
    walker.x = apply_boundary(proposal, m);
  }
  finish(step);
}

// After step `step`: an exit ends the path, and so does having nothing left to see.
fn finish(step: u32) {
  if (walker.fate == FAILED || walker.fate == DONE || walker.end != 0u) {
    return;
  }
  let seen = THRESHOLDS > 0u && !ABSORBS && walker.pending == 0u && step >= params.last_save;
  if (walker.fate == ALIVE && seen) {
    walker.fate = DONE;
  }
  if (walker.fate != ALIVE || step == params.steps) {
    walker.end = step;
    count_path(walker.slot, walker.fate, step);
  }
}

fn test_exits(x: f32, proposal: f32, s: f32) {
  if (ABSORBS_LOWER && proposal <= lower_end()) {
    walker.fate = LOWER;
  } else if (ABSORBS_UPPER && proposal >= upper_end()) {
    walker.fate = UPPER;
  } else if (EXIT_BRIDGE) {
    let p_lower = select(0.0, crossing(lower_end(), x, proposal, s), ABSORBS_LOWER);
    let p_upper = select(0.0, crossing(upper_end(), x, proposal, s), ABSORBS_UPPER);
    walker.exit_q = accumulate(accumulate(walker.exit_q, p_lower), p_upper);
    if (walker.exit_q >= walker.exit_v) {
      let counter = vec4u(0u, path_low_of(walker.slot), params.path_high, STREAM_SIDE);
      let u = uniform_of(words_at(counter, params.key).x);
      // A u that rounds to 1 must not open an end that was not crossed.
      walker.fate = select(UPPER, LOWER, p_upper == 0.0 || u * (p_lower + p_upper) < p_lower);
    }
  }
}

// Whether pending threshold j is hit by the step from x to x̃.
fn hits(j: u32, x: f32, proposal: f32, s: f32) -> bool {
  if (is_at_exit(j) || left_past(j)) {
    return left_past(j);
  }
  if (is_beyond(j, proposal)) {
    return true;
  }
  if (has_shift(j)) {
    return is_beyond(j, shifted(proposal, select(-s, s, is_up(j))));
  }
  if (!has_bridge(j)) {
    return false;
  }
  var p = crossing(threshold(j), x, proposal, s);
  if (p == 0.0) {
    return false;
  }
  if (EXIT_BRIDGE) {
    if (is_up(j) && ABSORBS_UPPER) {
      p = given_no_exit(p, crossing(upper_end(), x, proposal, s));
    }
    if (!is_up(j) && ABSORBS_LOWER) {
      p = given_no_exit(p, crossing(lower_end(), x, proposal, s));
    }
  }
  walker.q[j] = accumulate(walker.q[j], p);
  return walker.q[j] >= walker.v[j];
}
