// The yardstick: arithmetic in registers and nothing else. Whatever two threads of this gain over one is what the machine gives;
// it takes the arguments of the peers, so that a "path-step" is four multiply-adds in double precision.
//
//   g++ -O3 -march=native -fopenmp spin.cpp -o spin; ./spin PATHS STEPS THREADS …
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <omp.h>

constexpr int CHAINS = 8; // independent, so that each waits for itself alone
constexpr int PIECES = 64;
constexpr int WORK = 4; // multiply-adds for each path-step

int main(int argc, char **argv) {
  if (argc < 4) {
    fprintf(stderr, "usage: spin PATHS STEPS THREADS\n");
    return 2;
  }
  const int64_t turns = WORK * atoll(argv[1]) * atoll(argv[2]) / (PIECES * CHAINS);
  omp_set_num_threads(atoi(argv[3]));
  const auto start = std::chrono::steady_clock::now();
  double sum = 0;
#pragma omp parallel for reduction(+ : sum) schedule(static)
  for (int piece = 0; piece < PIECES; piece++) {
    double x[CHAINS];
    for (int i = 0; i < CHAINS; i++) x[i] = 1 + piece + i;
    for (int64_t turn = 0; turn < turns; turn++)
      for (int i = 0; i < CHAINS; i++) x[i] = x[i] * 0.999 + 0.5;
    for (int i = 0; i < CHAINS; i++) sum += x[i];
  }
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  if (sum == 0) return 1; // never: the sum is wanted, or the loop would be left out
  printf("{\"seconds\": %.9g}\n", seconds);
}
