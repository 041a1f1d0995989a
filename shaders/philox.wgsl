// In: counter (4 words), key (2 words). Out: 4 independent u32. Philox4x32, ROUNDS = 10 (the authors' default) or 7.
// Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC'11.

// #include "halves.wgsl"

const PHILOX_M0 = 0xD2511F53u;
const PHILOX_M1 = 0xCD9E8D57u;
const PHILOX_W = vec2u(0x9E3779B9u, 0xBB67AE85u); // key increments: golden ratio, √3 − 1

// The 64-bit product M · a.
struct Product {
  high: u32,
  low: u32,
}

// WGSL has no 32 × 32 → 64 product, so it is built from halves of 16 bits. The halves of M0 are small enough that the
// sum of the cross terms stays below 2³²: 0xffff (0x1F53 + 0xD251) + 0x1F53.
fn product_m0(a: u32) -> Product {
  let a_low = a & 0xFFFFu;
  let a_high = high_half(a);
  let low = a_low * 0x1F53u;
  let middle = a_high * 0x1F53u + a_low * 0xD251u + high_half(low);
  return Product(a_high * 0xD251u + high_half(middle), PHILOX_M0 * a);
}

// Those of M1 are not: the carry is kept apart.
fn product_m1(a: u32) -> Product {
  let a_low = a & 0xFFFFu;
  let a_high = high_half(a);
  let low = a_low * 0x8D57u;
  let middle = a_high * 0x8D57u + high_half(low);
  let cross = a_low * 0xCD9Eu + (middle & 0xFFFFu);
  return Product(a_high * 0xCD9Eu + high_half(middle) + high_half(cross), PHILOX_M1 * a);
}

fn philox_round(counter: vec4u, key: vec2u) -> vec4u {
  let p0 = product_m0(counter.x);
  let p1 = product_m1(counter.z);
  return vec4u(p1.high ^ counter.y ^ key.x, p1.low, p0.high ^ counter.w ^ key.y, p0.low);
}

fn philox_rounds(counter: vec4u, key: vec2u, rounds: u32) -> vec4u {
  var c = counter;
  var k = key;
  for (var round = 0u; round < rounds; round++) {
    c = philox_round(c, k);
    k += PHILOX_W;
  }
  return c;
}

fn words_at(counter: vec4u, key: vec2u) -> vec4u {
  return philox_rounds(counter, key, ROUNDS);
}

// The noise of one path has the counters (quad, path_low, path_high, STREAM_NOISE), quad = 0, 1, 2, …: most of its first
// three rounds depends on the quad alone or on the path alone. Computed once each, five of the twenty products of a
// quad drop out. With counter (q, l, h, 0), key (k0, k1) and W added to the key after each round:
//   round 1: x = (hi M1 h ^ l ^ k0,  lo M1 h,  hi M0 q ^ k1,  lo M0 q)
//   round 2: y = (hi M1 x.z ^ x.y ^ k0,  lo M1 x.z,  hi M0 x.x ^ x.w ^ k1,  lo M0 x.x)
//   round 3: z = (hi M1 y.z ^ y.y ^ k0,  lo M1 y.z,  hi M0 y.x ^ y.w ^ k1,  lo M0 y.x)

// What depends on the quad: (x.w, y.y ^ k0, hi M0 y.x ^ k1, lo M0 y.x); path_high is the same for a whole batch.
fn quad_words(quad: u32, path_high: u32, key: vec2u) -> vec4u {
  let key2 = key + PHILOX_W;
  let key3 = key2 + PHILOX_W;
  let p0 = product_m0(quad);
  let x_y = product_m1(path_high).low;
  let x_z = p0.high ^ STREAM_NOISE ^ key.y;
  let p1 = product_m1(x_z);
  let y_x = p1.high ^ x_y ^ key2.x;
  let p2 = product_m0(y_x);
  return vec4u(p0.low, p1.low ^ key3.x, p2.high ^ key3.y, p2.low);
}

// What depends on the path: (hi M0 x.x ^ k1, lo M0 x.x).
fn path_words(path_low: u32, path_high: u32, key: vec2u) -> vec2u {
  let x_x = product_m1(path_high).high ^ path_low ^ key.x;
  let p = product_m0(x_x);
  return vec2u(p.high ^ (key.y + PHILOX_W.y), p.low);
}

// words_at(vec4u(quad, path_low, path_high, STREAM_NOISE), key) from its two parts.
fn noise_words(quad: vec4u, path: vec2u, keys: NoiseKeys) -> vec4u {
  let p = product_m1(path.x ^ quad.x);
  var c = vec4u(p.high ^ quad.y, p.low, path.y ^ quad.z, quad.w);
  c = philox_round(c, keys.round4);
  c = philox_round(c, keys.round5);
  c = philox_round(c, keys.round6);
  c = philox_round(c, keys.round7);
  if (ROUNDS == 10u) {
    c = philox_round(c, keys.round8);
    c = philox_round(c, keys.round9);
    c = philox_round(c, keys.round10);
  }
  return c;
}

// The keys of the rounds that depend on path and quad both, from the fourth on.
struct NoiseKeys {
  round4: vec2u,
  round5: vec2u,
  round6: vec2u,
  round7: vec2u,
  round8: vec2u,
  round9: vec2u,
  round10: vec2u,
}

fn noise_keys(key: vec2u) -> NoiseKeys {
  return NoiseKeys(
    key + 3u * PHILOX_W,
    key + 4u * PHILOX_W,
    key + 5u * PHILOX_W,
    key + 6u * PHILOX_W,
    key + 7u * PHILOX_W,
    key + 8u * PHILOX_W,
    key + 9u * PHILOX_W,
  );
}
