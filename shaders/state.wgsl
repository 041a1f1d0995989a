// The state of a path between two dispatches: state[field · slots + slot], slot = path index within the batch.

const FIELD_X = 0u; // bits of the state in its coordinate
const FIELD_FATE = 1u;
const FIELD_END = 2u; // step at which the path ended; of one on its way, 0 or the step that it has reached
const FIELD_EXIT_Q = 3u; // bits of the probability that an end was crossed inside a step so far
const FIELD_EXIT_V = 4u; // bits of the uniform that inverts its law
const FIELD_TROUBLED = 3u; // in its place where no end absorbs: 1 since something odd happened to the path
const FIELD_POSITION = select(FIELD_X, 5u, LAMPERTI_HEUN); // bits of the position in x
const FIELD_HIT = select(5u, 6u, LAMPERTI_HEUN); // step of the hit, by threshold
const FIELD_Q = FIELD_HIT + THRESHOLDS; // as FIELD_EXIT_Q, by threshold
const FIELD_V = FIELD_Q + THRESHOLDS; // as FIELD_EXIT_V, by threshold

const ALIVE = 0u;
const LOWER = 1u;
const UPPER = 2u;
const FAILED = 3u;
const DONE = 4u; // nothing more is asked of the path

const NEVER = 0xFFFFFFFFu;

@group(0) @binding(1) var<storage, read_write> state: array<u32>;

fn field(index: u32, slot: u32) -> u32 {
  return index * params.slots + slot;
}

fn load(index: u32, slot: u32) -> f32 {
  return bitcast<f32>(state[field(index, slot)]);
}

fn store(index: u32, slot: u32, value: f32) {
  state[field(index, slot)] = bitcast<u32>(value);
}
