fn high_half(a: u32) -> u32 {
  return a >> 16u;
}
