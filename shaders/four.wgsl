// The four steps that share one address of noise.
// #include "scheme.wgsl"
// #include "boundary.wgsl"
// #include "monitor.wgsl"
// #include "careful.wgsl"

// Four steps at once, and what tells whether anything but the boundary happened on the way.
struct Four {
  x: f32,
  highest: f32,
  lowest: f32,
  loudest: f32, // largest |σ√dt|
  deepest: u32, // largest depth_bits
}

fn take_four_steps(x: f32, z: vec4f, m: Model) -> Four {
  var four = Four(x, x, x, 0.0, 0u);
  take_step(&four, z.x, m);
  take_step(&four, z.y, m);
  take_step(&four, z.z, m);
  take_step(&four, z.w, m);
  return four;
}

fn take_step(four: ptr<function, Four>, z: f32, m: Model) {
  let x = (*four).x;
  let s = noise(x, m);
  let proposal = propose(x, s, z, m);
  let y = fold_near(proposal, m);
  (*four).x = y;
  (*four).deepest = max((*four).deepest, depth_bits(y, m));
  if (CLAMPS_LOWER || CLAMPS_UPPER) { // which hide a proposal that is not finite
    (*four).deepest = max((*four).deepest, select(0u, NOT_FINITE, magnitude_bits(proposal) >= NOT_FINITE));
  }
  if (WATCHES_HIGH) {
    (*four).highest = larger((*four).highest, larger(proposal, y));
  }
  if (WATCHES_LOW) {
    (*four).lowest = smaller((*four).lowest, smaller(proposal, y));
  }
  if (BRIDGES || SHIFTS) {
    (*four).loudest = larger((*four).loudest, abs(s));
  }
}

// Whether each proposal was finite and overshot no end by more than the width, so that fold_near() is the boundary.
fn is_near(four: Four, m: Model) -> bool {
  return four.deepest <= bitcast<u32>(m.upper - m.lower);
}

// Whether taking four near steps with care would have given the same: every level at which something happens is farther
// away than the method looks. Rounded or not, shifted() grows with both of its arguments: what it gives for the highest
// and the loudest is beyond every one of the four.
fn is_calm(four: Four, high: f32, low: f32) -> bool {
  var calm = true;
  let distance = select(0.0, CALM_DISTANCE * four.loudest, BRIDGES);
  if (WATCHES_HIGH) {
    let highest = select(four.highest, shifted(four.highest, four.loudest), SHIFTS);
    calm = high - highest > distance;
  }
  if (WATCHES_LOW) {
    let lowest = select(four.lowest, shifted(four.lowest, -four.loudest), SHIFTS);
    calm = calm && lowest - low > distance;
  }
  return calm;
}

// One threshold with a bridge, no end that absorbs and nothing to be saved on the way, so that a path ends with its hit:
// near steps need no more than is here, without a branch. Where lanes take path after path this is faster than the careful steps
// (early passages 1.2 times); on SwiftShader it costs a sixth.
const ONE_BRIDGE = STROLLS && BRIDGES && THRESHOLDS == 1u && !ABSORBS;

struct Bridged {
  x: f32,
  q: f32,
  hit: u32, // step; 0: none
}

fn take_bridged_steps(way: ptr<function, Way>, before: u32, z: vec4f, m: Model) {
  var bridged = Bridged((*way).x, walker.q[0], 0u);
  take_bridged_step(&bridged, before + 1u, z.x, m);
  take_bridged_step(&bridged, before + 2u, z.y, m);
  take_bridged_step(&bridged, before + 3u, z.z, m);
  take_bridged_step(&bridged, before + 4u, z.w, m);
  (*way).x = bridged.x;
  walker.q[0] = bridged.q;
  if (bridged.hit != 0u) {
    walker.pending = 0u;
    state[field(FIELD_HIT, walker.slot)] = bridged.hit;
    finish(bridged.hit);
  }
}

fn take_bridged_step(bridged: ptr<function, Bridged>, step: u32, z: f32, m: Model) {
  let x = (*bridged).x;
  let s = noise(x, m);
  let proposal = propose(x, s, z, m);
  let hit = (*bridged).hit;
  (*bridged).q = accumulate((*bridged).q, crossing(threshold(0u), x, proposal, s));
  let is_met = is_beyond(0u, proposal) || (*bridged).q >= walker.v[0];
  (*bridged).hit = select(hit, step, hit == 0u && is_met);
  (*bridged).x = select(fold_near(proposal, m), x, hit != 0u); // with its hit a path has ended
}

// A walker on its way: its state, and the levels between which it is calm.
struct Way {
  x: f32,
  high: f32,
  low: f32,
}

fn way_of_walker() -> Way {
  return Way(walker.x, high_barrier(), low_barrier());
}

// The steps before + 1 … before + 4, those that are later than `first` and asked for: at once where that comes to the same,
// else near steps with ONE_BRIDGE and all others one by one.
fn take_quad(way: ptr<function, Way>, before: u32, first: u32, z: vec4f, m: Model) {
  var near = false;
  var calm = false;
  if (before >= first && before + 4u <= params.last) {
    let four = take_four_steps((*way).x, z, m);
    near = is_near(four, m);
    calm = near && is_calm(four, (*way).high, (*way).low);
    (*way).x = select((*way).x, four.x, calm);
  }
  if (ONE_BRIDGE && near) {
    if (!calm) {
      take_bridged_steps(way, before, z, m);
    }
  } else if (!calm) {
    walker.x = (*way).x;
    take_careful_steps(before, first, z, m);
    *way = way_of_walker();
  }
}
