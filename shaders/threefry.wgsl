// In: counter (4 words), key (2 words; the other two of the published four are 0). Out: 4 independent u32. Threefry4x32-20.
// Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC'11.

const THREEFRY_PARITY = 0x1BD11BDAu;

fn rotate(word: u32, bits: u32) -> u32 {
  return (word << bits) | (word >> (32u - bits));
}

fn even_round(x: vec4u, first: u32, second: u32) -> vec4u {
  let a = x.x + x.y;
  let b = x.z + x.w;
  return vec4u(a, rotate(x.y, first) ^ a, b, rotate(x.w, second) ^ b);
}

fn odd_round(x: vec4u, first: u32, second: u32) -> vec4u {
  let a = x.x + x.w;
  let b = x.z + x.y;
  return vec4u(a, rotate(x.y, second) ^ b, b, rotate(x.w, first) ^ a);
}

// Rounds 2 to 19; after every fourth the words of the key, their parity and the number of the addition are added.
fn rounds_from_two(counter: vec4u, key: vec2u) -> vec4u {
  let parity = THREEFRY_PARITY ^ key.x ^ key.y;
  var x = counter;
  x = odd_round(even_round(x, 13u, 27u), 23u, 5u) + vec4u(key.y, 0u, 0u, parity + 1u);
  x = odd_round(even_round(x, 6u, 20u), 17u, 11u);
  x = odd_round(even_round(x, 25u, 10u), 18u, 20u) + vec4u(0u, 0u, parity, key.x + 2u);
  x = odd_round(even_round(x, 10u, 26u), 11u, 21u);
  x = odd_round(even_round(x, 13u, 27u), 23u, 5u) + vec4u(0u, parity, key.x, key.y + 3u);
  x = odd_round(even_round(x, 6u, 20u), 17u, 11u);
  x = odd_round(even_round(x, 25u, 10u), 18u, 20u) + vec4u(parity, key, 4u);
  x = odd_round(even_round(x, 10u, 26u), 11u, 21u);
  return odd_round(even_round(x, 13u, 27u), 23u, 5u) + vec4u(key, 0u, 5u);
}

fn words_at(counter: vec4u, key: vec2u) -> vec4u {
  let x = counter + vec4u(key, 0u, 0u);
  return rounds_from_two(odd_round(even_round(x, 10u, 26u), 11u, 21u), key);
}

// The noise has the counter (quad, path_low, path_high, STREAM_NOISE = 0). In its first two rounds the third and fourth word depend
// on path_high alone, which is the same for a whole batch:
//   round 0: x = (quad + k0 + p, r ^ x.x, path_high, path_high) with p = path_low + k1, r = p rotated by 10

fn quad_words(quad: u32, path_high: u32, key: vec2u) -> vec4u {
  return vec4u(quad + key.x, path_high, path_high, rotate(path_high, 11u));
}

fn path_words(path_low: u32, path_high: u32, key: vec2u) -> vec2u {
  let p = path_low + key.y;
  return vec2u(p, rotate(p, 10u));
}

// words_at(vec4u(quad, path_low, path_high, STREAM_NOISE), key) from its two parts.
fn noise_words(quad: vec4u, path: vec2u, keys: NoiseKeys) -> vec4u {
  let x0 = quad.x + path.x;
  let x1 = path.y ^ x0;
  let next0 = x0 + quad.z;
  let next2 = quad.y + x1;
  return rounds_from_two(vec4u(next0, rotate(x1, 21u) ^ next2, next2, quad.w ^ next0), keys.key);
}

struct NoiseKeys {
  key: vec2u,
}

fn noise_keys(key: vec2u) -> NoiseKeys {
  return NoiseKeys(key);
}
