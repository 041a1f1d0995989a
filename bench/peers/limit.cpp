// Peer, the limit: what the processor can do, the severity step in AVX-512 by hand (AVX2 where there is no more).
// Fair: same generator, addressing, map to normals, scheme and boundary as ours, f32, and every trick that we know: products of
// Philox that do not change from step to step are taken out of the loop, and two vectors hide each other's latency.
//
//   g++ -O3 -march=native -fopenmp limit.cpp -o limit
//   ./limit PATHS STEPS THREADS KEY_LOW KEY_HIGH DT X0 ALPHA BETA GAMMA SIGMA0 SIGMA1
//
// Prints one line of JSON: {"seconds", "mean", "standardError"}; seconds without the start of the process.
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <immintrin.h>
#include <omp.h>
#include <vector>

#if defined(__AVX512F__)
#define MM(operation) _mm512_##operation
typedef __m512 F;
typedef __m512i I;
constexpr int LANES = 16;
#define BITS(operation) _mm512_##operation##_si512
static inline I float_bits(F x) { return _mm512_castps_si512(x); }
static inline F bits_float(I x) { return _mm512_castsi512_ps(x); }
static inline I load_words(const uint32_t *w) { return _mm512_loadu_si512(w); }
static inline I xor3(I a, I b, I c) { return _mm512_ternarylogic_epi32(a, b, c, 0x96); }
static inline I interleave(I even, I odd) { return _mm512_mask_shuffle_epi32(even, 0xAAAA, odd, (_MM_PERM_ENUM)0xA0); }
static inline I or_one(I x, I one) { return _mm512_or_si512(x, one); }
#elif defined(__AVX2__) && defined(__FMA__)
#define MM(operation) _mm256_##operation
typedef __m256 F;
typedef __m256i I;
constexpr int LANES = 8;
#define BITS(operation) _mm256_##operation##_si256
static inline I float_bits(F x) { return _mm256_castps_si256(x); }
static inline F bits_float(I x) { return _mm256_castsi256_ps(x); }
static inline I load_words(const uint32_t *w) { return _mm256_loadu_si256((const I *)w); }
static inline I xor3(I a, I b, I c) { return _mm256_xor_si256(_mm256_xor_si256(a, b), c); }
static inline I interleave(I even, I odd) { return _mm256_blend_epi32(even, _mm256_shuffle_epi32(odd, 0xA0), 0xAA); }
static inline I or_one(I x, I one) { return _mm256_or_si256(x, one); }
#else
#error "the limit needs AVX2 with FMA, or AVX-512"
#endif

static inline F all(float x) { return MM(set1_ps)(x); }
static inline I all(uint32_t x) { return MM(set1_epi32)((int)x); }

constexpr int ROUNDS = 10;
constexpr uint32_t M0 = 0xD2511F53u, M1 = 0xCD9E8D57u, W0 = 0x9E3779B9u, W1 = 0xBB67AE85u;

struct Key {
  uint32_t k0[ROUNDS], k1[ROUNDS];
  Key(uint32_t low, uint32_t high) {
    for (int r = 0; r < ROUNDS; r++) k0[r] = low + r * W0, k1[r] = high + r * W1;
  }
};

// What rounds 1 to 3 of Philox4x32-10 on (quad, path, 0, 0) make of the quad alone.
struct Quad {
  uint32_t d1, a2, b2, c3;
  Quad() = default;
  Quad(uint32_t quad, const Key &key) {
    const uint64_t p = (uint64_t)quad * M0;
    const uint32_t c1 = (uint32_t)(p >> 32) ^ key.k1[0];
    d1 = (uint32_t)p;
    const uint64_t q = (uint64_t)c1 * M1;
    a2 = (uint32_t)(q >> 32) ^ key.k0[1];
    b2 = (uint32_t)q;
    const uint64_t s = (uint64_t)a2 * M0;
    c3 = (uint32_t)(s >> 32) ^ key.k1[2];
    d3 = (uint32_t)s;
  }
  uint32_t d3;
};

// And of the path alone: lanes of 64 bits, of which the upper half is never looked at.
struct Path {
  I c2, d2;
  Path(I path, const Key &key) {
    const I p = MM(mul_epu32)(BITS(xor)(path, all(key.k0[0])), all(M0));
    c2 = BITS(xor)(MM(srli_epi64)(p, 32), all(key.k1[1]));
    d2 = p;
  }
};

// Words of half the lanes, each in the lower half of 64 bits: so a product is one instruction and its low word needs none.
struct Words {
  I a, b, c, d;
  Words(const Path &path, const Quad &quad, const Key &key) {
    const I p1 = MM(mul_epu32)(BITS(xor)(path.c2, all(quad.d1)), all(M1));
    a = xor3(MM(srli_epi64)(p1, 32), all(quad.b2), all(key.k0[2]));
    b = p1;
    c = BITS(xor)(path.d2, all(quad.c3));
    d = all(quad.d3);
#pragma GCC unroll 8
    for (int r = 3; r < ROUNDS; r++) {
      const I q0 = MM(mul_epu32)(a, all(M0)), q1 = MM(mul_epu32)(c, all(M1));
      a = xor3(MM(srli_epi64)(q1, 32), b, all(key.k0[r]));
      c = xor3(MM(srli_epi64)(q0, 32), d, all(key.k1[r]));
      b = q1;
      d = q0;
    }
  }
};

// Coefficients of src/backend/wasm/polynomials.ts.
template <int N> static inline F horner(const float (&c)[N], F t) {
  F sum = all(c[N - 1]);
#pragma GCC unroll 8
  for (int i = N - 2; i >= 0; i--) sum = MM(fmadd_ps)(sum, t, all(c[i]));
  return sum;
}
constexpr float MINUS_TWO_LOG[] = {-2.00000262f, 1.00004578f,  -0.666223943f, 0.497487426f,
                                   -0.410286546f, 0.378605247f, -0.242455244f};
constexpr float HALF_SINE[] = {4.44288301f, -7.308249f, 3.60638952f, -0.846260607f, 0.110042617f};
constexpr float HALF_COSINE[] = {1.41421354f, -6.97885323f, 5.73949337f, -1.88373435f, 0.311002135f};

// Box–Muller: u = ((w0 >> 1) | 1) 2⁻³¹, θ = 2π w1 2⁻³²; by the half angle, s = √2 sin θ/2, c = √2 cos θ/2.
static inline void normals(I w0, I w1, F &z0, F &z1) {
  const I v = float_bits(MM(cvtepi32_ps)(or_one(MM(srli_epi32)(w0, 1), all(1u))));
  const I offset = MM(sub_epi32)(v, all(0x4eb504f3u)); // u = 2ᵉ (1 + f), √½ ≤ 1 + f < √2
  const F e = MM(cvtepi32_ps)(MM(srai_epi32)(offset, 23));
  const I scaled = MM(sub_epi32)(v, all(31u << 23));
  const F f = MM(sub_ps)(bits_float(MM(sub_epi32)(scaled, BITS(and)(offset, all(0xff800000u)))), all(1.0f));
  const F r = MM(sqrt_ps)(MM(fmadd_ps)(horner(MINUS_TWO_LOG, f), f, MM(mul_ps)(e, all(-2 * 0.693147181f))));
  const F t = MM(mul_ps)(MM(cvtepi32_ps)(w1), all(0x1p-32f)), t2 = MM(mul_ps)(t, t);
  const F s = MM(mul_ps)(horner(HALF_SINE, t2), t), c = horner(HALF_COSINE, t2);
  z0 = MM(fnmadd_ps)(MM(mul_ps)(r, s), s, r);
  z1 = MM(mul_ps)(r, MM(mul_ps)(s, c));
}

struct Step {
  F a, b, g, s0, s1; // μ dt = x (a − b x) + g; σ√dt = s0 + s1 x
  F operator()(F x, F z) const {
    const F drift = MM(fmadd_ps)(x, MM(fnmadd_ps)(x, b, a), g);
    const F proposed = MM(add_ps)(x, MM(fmadd_ps)(MM(fmadd_ps)(s1, x, s0), z, drift));
    const F folded = MM(andnot_ps)(all(-0.0f), proposed); // mirror at 0, then at 1
    return MM(min_ps)(folded, MM(sub_ps)(all(2.0f), folded));
  }
};

constexpr int VECTORS = 2; // interleaved

int main(int argc, char **argv) {
  if (argc != 13) {
    fprintf(stderr, "usage: limit PATHS STEPS THREADS KEY_LOW KEY_HIGH DT X0 ALPHA BETA GAMMA SIGMA0 SIGMA1\n");
    return 2;
  }
  const int64_t paths = atoll(argv[1]), steps = atoll(argv[2]);
  constexpr int WIDTH = VECTORS * LANES;
  if (paths % WIDTH != 0 || paths > UINT32_MAX || steps % 4 != 0) {
    fprintf(stderr, "limit: expected fewer than 2^32 paths, a multiple of %d, and steps a multiple of 4\n", WIDTH);
    return 2;
  }
  omp_set_num_threads(atoi(argv[3]));
  const Key key(strtoul(argv[4], nullptr, 0), strtoul(argv[5], nullptr, 0));
  const double dt = atof(argv[6]), alpha = atof(argv[8]), beta = atof(argv[9]), gamma = atof(argv[10]);
  const double sigma0 = atof(argv[11]), sigma1 = atof(argv[12]);
  const F x0 = all(strtof(argv[7], nullptr));
  const Step step{all(float(alpha * dt)), all(float((alpha + beta) * dt)), all(float(gamma * dt)),
                  all(float(sigma0 * sqrt(dt))), all(float(sigma1 * sqrt(dt)))};

  const auto start = std::chrono::steady_clock::now();
  std::vector<Quad> quads(steps / 4);
  for (size_t quad = 0; quad < quads.size(); quad++) quads[quad] = Quad((uint32_t)quad, key);
  double sum = 0, squares = 0;
#pragma omp parallel for reduction(+ : sum, squares) schedule(static)
  for (int64_t first = 0; first < paths; first += WIDTH) {
    F x[VECTORS];
    I even[VECTORS], odd[VECTORS]; // addresses of the paths
    for (int v = 0; v < VECTORS; v++) {
      uint32_t address[LANES];
      for (int i = 0; i < LANES; i++) address[i] = (uint32_t)first + v * LANES + i;
      even[v] = load_words(address);
      odd[v] = MM(srli_epi64)(even[v], 32);
      x[v] = x0;
    }
    const Path paths_of[VECTORS][2] = {{{even[0], key}, {odd[0], key}}, {{even[1], key}, {odd[1], key}}};
    for (const Quad &quad : quads) { // four steps of noise
      F z[VECTORS][4];
#pragma GCC unroll 2
      for (int v = 0; v < VECTORS; v++) {
        const Words e(paths_of[v][0], quad, key), o(paths_of[v][1], quad, key);
        normals(interleave(e.a, o.a), interleave(e.b, o.b), z[v][0], z[v][1]);
        normals(interleave(e.c, o.c), interleave(e.d, o.d), z[v][2], z[v][3]);
      }
#pragma GCC unroll 4
      for (int j = 0; j < 4; j++)
#pragma GCC unroll 2
        for (int v = 0; v < VECTORS; v++) x[v] = step(x[v], z[v][j]);
    }
    for (int v = 0; v < VECTORS; v++) {
      float out[LANES];
      MM(storeu_ps)(out, x[v]);
      for (float one : out) sum += one, squares += (double)one * one;
    }
  }
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  const double mean = sum / (double)paths, variance = squares / (double)paths - mean * mean;
  printf("{\"seconds\": %.9g, \"mean\": %.9g, \"standardError\": %.3g}\n", seconds, mean, sqrt(variance / (double)paths));
}
