// Where a shift to the right is done lane by lane. The upper 16 bits of `a`, read as signed, are exact in f32; added to 1.5 · 2²³ they
// come to lie in the lowest bits of its pattern, which hold them modulo 2¹⁶.
fn high_half(a: u32) -> u32 {
  return bitcast<u32>(f32(bitcast<i32>(a & 0xFFFF0000u)) * 0x1p-16 + 0x1.8p23) & 0xFFFFu;
}
