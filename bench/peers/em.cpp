// Peer: the severity step in C++, the way a physicist would write it for speed: blocks of paths in arrays, every loop over
// a block vectorised by the compiler, blocks shared out by OpenMP. Same generator, addressing, map to normals, scheme and
// boundary as ours (numerics: Philox4x32-10, Box–Muller, Euler–Maruyama, mirrored ends), so its mean equals ours to rounding.
// Fair: it is what a compiler makes of good code, with every flag that lets it vectorise.
//
//   g++ -O3 -march=native -ffast-math -fopenmp -mprefer-vector-width=512 em.cpp -o em
//   ./em PATHS STEPS THREADS KEY_LOW KEY_HIGH DT X0 ALPHA BETA GAMMA SIGMA0 SIGMA1
//
// Prints one line of JSON: {"seconds", "mean", "standardError"}; seconds without the start of the process.
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <omp.h>

constexpr int WIDTH = 64; // paths of a block: its arrays stay in the first-level cache
constexpr int ROUNDS = 10;

// In: counters. Out: 4 words a path, in place. Philox4x32-10, Salmon et al., SC'11.
static inline void philox(uint32_t *a, uint32_t *b, uint32_t *c, uint32_t *d, uint32_t k0, uint32_t k1) {
  for (int round = 0; round < ROUNDS; round++) {
#pragma omp simd
    for (int i = 0; i < WIDTH; i++) {
      const uint64_t p0 = (uint64_t)a[i] * 0xD2511F53u, p1 = (uint64_t)c[i] * 0xCD9E8D57u;
      a[i] = (uint32_t)(p1 >> 32) ^ b[i] ^ k0;
      c[i] = (uint32_t)(p0 >> 32) ^ d[i] ^ k1;
      b[i] = (uint32_t)p1;
      d[i] = (uint32_t)p0;
    }
    k0 += 0x9E3779B9u;
    k1 += 0xBB67AE85u;
  }
}

// Box–Muller: u = ((w0 >> 1) | 1) 2⁻³¹ in (0, 1], θ = 2π i32(w1) 2⁻³²; z0 = r cos θ, z1 = r sin θ, r = √(−2 ln u).
// Asked for sin and cos of one angle, gcc 12 calls the scalar sincosf, and the loop is not vectorised (-DPLAIN_SINCOS shows
// what that costs). Written as cos(θ − π/2) it calls the vector cosf of glibc.
static inline void normals(const uint32_t *w0, const uint32_t *w1, float *z0, float *z1) {
#pragma omp simd
  for (int i = 0; i < WIDTH; i++) {
    const float u = (float)(int32_t)((w0[i] >> 1) | 1u) * 0x1p-31f;
    const float theta = (float)(int32_t)w1[i] * (float)(2 * M_PI * 0x1p-32);
    const float r = sqrtf(fmaxf(0.0f, -2.0f * logf(u)));
    z0[i] = r * cosf(theta);
#ifdef PLAIN_SINCOS
    z1[i] = r * sinf(theta);
#else
    z1[i] = r * cosf(theta - (float)M_PI_2);
#endif
  }
}

int main(int argc, char **argv) {
  if (argc != 13) {
    fprintf(stderr, "usage: em PATHS STEPS THREADS KEY_LOW KEY_HIGH DT X0 ALPHA BETA GAMMA SIGMA0 SIGMA1\n");
    return 2;
  }
  const int64_t paths = atoll(argv[1]), steps = atoll(argv[2]);
  if (paths % WIDTH != 0 || steps % 4 != 0) {
    fprintf(stderr, "em: expected paths a multiple of %d and steps of 4\n", WIDTH);
    return 2;
  }
  omp_set_num_threads(atoi(argv[3]));
  const uint32_t key0 = strtoul(argv[4], nullptr, 0), key1 = strtoul(argv[5], nullptr, 0);
  const float dt = strtof(argv[6], nullptr), x0 = strtof(argv[7], nullptr);
  const float alpha = strtof(argv[8], nullptr), beta = strtof(argv[9], nullptr), gamma = strtof(argv[10], nullptr);
  const float sqrt_dt = sqrtf(dt);
  const float sigma0 = strtof(argv[11], nullptr), sigma1 = strtof(argv[12], nullptr);

  const auto start = std::chrono::steady_clock::now();
  double sum = 0, squares = 0;
#pragma omp parallel for reduction(+ : sum, squares) schedule(static)
  for (int64_t block = 0; block < paths / WIDTH; block++) {
    float x[WIDTH], z[4][WIDTH];
    uint32_t a[WIDTH], b[WIDTH], c[WIDTH], d[WIDTH];
    for (int i = 0; i < WIDTH; i++) x[i] = x0;
    for (int64_t quad = 0; quad < steps / 4; quad++) { // one counter is four steps of noise
      for (int i = 0; i < WIDTH; i++) {
        a[i] = (uint32_t)quad;
        b[i] = (uint32_t)(block * WIDTH + i);
        c[i] = 0; // high word of the path
        d[i] = 0; // stream of the noise
      }
      philox(a, b, c, d, key0, key1);
      normals(a, b, z[0], z[1]);
      normals(c, d, z[2], z[3]);
      for (int j = 0; j < 4; j++)
#pragma omp simd
        for (int i = 0; i < WIDTH; i++) {
          const float mu = alpha * x[i] * (1 - x[i]) - beta * x[i] * x[i] + gamma, sigma = sigma0 + sigma1 * x[i];
          const float proposed = x[i] + (mu * dt + sigma * sqrt_dt * z[j][i]);
          x[i] = 1 - fabsf(1 - fabsf(proposed)); // mirror at 0, then at 1
        }
    }
    for (int i = 0; i < WIDTH; i++) {
      sum += x[i];
      squares += (double)x[i] * x[i];
    }
  }
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  const double mean = sum / (double)paths, variance = squares / (double)paths - mean * mean;
  printf("{\"seconds\": %.9g, \"mean\": %.9g, \"standardError\": %.3g}\n", seconds, mean, sqrt(variance / (double)paths));
}
