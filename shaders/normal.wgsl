// In: two words. Out: two independent standard normals, |z| ≤ √(62 ln 2) ≈ 6.56. Box and Muller (1958), with
//   u = (w0 / 2 | 1) 2⁻³¹ in (0, 1], r = √(−2 ln u), θ = 2π w1 / 2³² with w1 read as signed: (r cos θ, r sin θ).
// WGSL lets sin and cos err by 2⁻¹¹ and log by 2⁻²¹ near 1: BUILT_IN is set only where they were measured to do better.

// (0, 1): (w + ½) 2⁻³²; the top of the range rounds to 1.
fn uniform_of(word: u32) -> f32 {
  return f32(word) * 0x1p-32 + 0x1p-33;
}

const SPLIT_BITS = 0x4EB504F3; // of 2³¹ √½
const EXPONENT_UNIT = 0x1p23; // of an exponent, in the bits of a float

// −2 ln u for u = v 2⁻³¹ in (0, 1]: u = m 2^e with m in [√½, √2), −2 ln u = (m − 1) Q(m − 1) − 2 e ln 2. The fit is that of
// src/backend/wasm/polynomials.ts: 3.0e-7 in √(−2 ln u). Never negative: e = 0 has m ≤ 1 and Q < 0, e < 0 adds at least
// 2 ln 2 to a term above −ln 2.
fn minus_two_log(v: f32) -> f32 {
  let offset = bitcast<i32>(v) - SPLIT_BITS;
  let e = f32(offset & -0x800000); // in units of EXPONENT_UNIT
  let f = bitcast<f32>((offset & 0x7FFFFF) + (SPLIT_BITS - (31 << 23u))) - 1.0;
  var q = -0.242455244;
  q = fma(q, f, 0.378605247);
  q = fma(q, f, -0.410286546);
  q = fma(q, f, 0.497487426);
  q = fma(q, f, -0.666223943);
  q = fma(q, f, 1.00004578);
  q = fma(q, f, -2.00000262);
  return fma(f, q, e * (-1.3862943611198906 / EXPONENT_UNIT));
}

// (cos 2πt, sin 2πt) for |t| ≤ ½, absolute error below 3e-7: with s = √2 sin πt and c = √2 cos πt it is (1 − s², s c).
fn cos_sin_turns(t: f32) -> vec2f {
  let t2 = t * t;
  var s = 0.10982698947191238;
  s = fma(s, t2, -0.8461129069328308);
  s = fma(s, t2, 3.6063544750213623);
  s = fma(s, t2, -7.308245658874512);
  s = fma(s, t2, 4.442883014678955) * t;
  var c = 0.31069818139076233;
  c = fma(c, t2, -1.8835630416870117);
  c = fma(c, t2, 5.7394609451293945);
  c = fma(c, t2, -6.978850841522217);
  c = fma(c, t2, 1.4142135381698608);
  return vec2f(fma(-s, s, 1.0), s * c);
}

fn normals(w0: u32, w1: u32) -> vec2f {
  let v = f32((w0 >> 1u) | 1u);
  let turns = f32(bitcast<i32>(w1));
  var r: f32;
  var direction: vec2f;
  if (BUILT_IN) {
    r = sqrt(max(0.0, -1.3862943611198906 * log2(v * 0x1p-31)));
    let angle = turns * 1.4629180792671596e-9; // 2π 2⁻³²
    direction = vec2f(cos(angle), sin(angle));
  } else {
    r = sqrt(minus_two_log(v));
    direction = cos_sin_turns(turns * 0x1p-32);
  }
  return r * direction;
}

// Four steps of noise from one address.
fn normals_of(words: vec4u) -> vec4f {
  return vec4f(normals(words.x, words.y), normals(words.z, words.w));
}
