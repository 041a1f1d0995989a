// Numbers that are not to go on with, told by their bits: WGSL lets a compiler assume that a float is never NaN.

const NOT_FINITE = 0x7F800000u; // exponent all ones: infinite or NaN
const SIGN_BIT = 0x80000000u;

// The bits of |y|: above NOT_FINITE − 1 for ±∞ and NaN.
fn magnitude_bits(y: f32) -> u32 {
  return bitcast<u32>(y) & 0x7FFFFFFFu;
}

fn is_nan(y: f32) -> bool {
  return magnitude_bits(y) > NOT_FINITE;
}
