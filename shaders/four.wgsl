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

// Whether taking the four steps with care would have given the same: all proposals finite, no overshoot past the far
// end, and every level at which something happens farther away than the method looks. Rounded or not, shifted() grows
// with both of its arguments: what it gives for the highest and the loudest is beyond every one of the four.
fn is_calm(four: Four, high: f32, low: f32, m: Model) -> bool {
  var calm = four.deepest <= bitcast<u32>(m.upper - m.lower);
  let distance = select(0.0, CALM_DISTANCE * four.loudest, BRIDGES);
  if (WATCHES_HIGH) {
    let highest = select(four.highest, shifted(four.highest, four.loudest), SHIFTS);
    calm = calm && high - highest > distance;
  }
  if (WATCHES_LOW) {
    let lowest = select(four.lowest, shifted(four.lowest, -four.loudest), SHIFTS);
    calm = calm && lowest - low > distance;
  }
  return calm;
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
// else one by one.
fn take_quad(way: ptr<function, Way>, before: u32, first: u32, z: vec4f, m: Model) {
  var calm = before >= first && before + 4u <= params.last;
  if (calm) {
    let four = take_four_steps((*way).x, z, m);
    calm = is_calm(four, (*way).high, (*way).low, m);
    (*way).x = select((*way).x, four.x, calm);
  }
  if (!calm) {
    walker.x = (*way).x;
    take_careful_steps(before, first, z, m);
    *way = way_of_walker();
  }
}
