// A random number is a function of its address: (block of four steps, path low, path high, stream) → four words, with the key of
// the study. Generators give words_at() and, for the noise, what depends on the block alone (quad_words), on the path
// alone (path_words), on neither (noise_keys), and the rest (noise_words). The plan says which: generator.wgsl includes philox.wgsl or threefry.wgsl.
// #include "generator.wgsl"

const STREAM_NOISE = 0u;
const STREAM_START = 1u;
const STREAM_BRIDGE = 2u;
const STREAM_EXIT = 3u;
const STREAM_SIDE = 4u;
