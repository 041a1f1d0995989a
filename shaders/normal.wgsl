// In: two words. Out: two independent standard normals, |z| ≤ √(62 ln 2) ≈ 6.56. Box and Muller (1958), with
//   u = (w0 / 2 | 1) 2⁻³¹ in (0, 1], r = √(−2 ln u), θ = 2π w1 / 2³² with w1 read as signed: (r cos θ, r sin θ).
// WGSL lets sin and cos err by 2⁻¹¹ and log by 2⁻²¹ near 1: BUILT_IN is set only where they were measured to do better.

// (0, 1): (w + ½) 2⁻³²; the top of the range rounds to 1.
fn uniform_of(word: u32) -> f32 {
  return f32(word) * 0x1p-32 + 0x1p-33;
}

// −2 ln u for u in (0, 1], relative error below 4e-7 (a least maximum fit of degree 8 in m − 1).
// u = m 2^e with m in [√½, √2): −2 ln u = (m − 1) Q(m − 1) − 2 e ln 2.
fn minus_two_log(u: f32) -> f32 {
  let bits = bitcast<u32>(u);
  let e = bitcast<i32>(bits - 0x3F3504F3u) >> 23u;
  let f = bitcast<f32>(bits - (bitcast<u32>(e) << 23u)) - 1.0;
  var q = -0.1791960746049881;
  q = fma(q, f, 0.28964272141456604);
  q = fma(q, f, -0.2983478903770447);
  q = fma(q, f, 0.3308749198913574);
  q = fma(q, f, -0.39916831254959106);
  q = fma(q, f, 0.5000588893890381);
  q = fma(q, f, -0.6666831970214844);
  q = fma(q, f, 0.9999995827674866);
  q = fma(q, f, -2.0);
  return fma(f, q, f32(e) * -1.3862943611198906);
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
  let u = f32((w0 >> 1u) | 1u) * 0x1p-31;
  let turns = f32(bitcast<i32>(w1));
  var r: f32;
  var direction: vec2f;
  if (BUILT_IN) {
    r = sqrt(max(0.0, -1.3862943611198906 * log2(u)));
    let angle = turns * 1.4629180792671596e-9; // 2π 2⁻³²
    direction = vec2f(cos(angle), sin(angle));
  } else {
    r = sqrt(max(0.0, minus_two_log(u)));
    direction = cos_sin_turns(turns * 0x1p-32);
  }
  return r * direction;
}

// Four steps of noise from one address.
fn normals_of(words: vec4u) -> vec4f {
  return vec4f(normals(words.x, words.y), normals(words.z, words.w));
}
