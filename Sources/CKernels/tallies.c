#include "ckernels.h"

static inline __attribute__((always_inline)) void tally_numbers(
  const int64_t *cells, size_t count, ck_number_tally *tally) {
  size_t numbers = 0, whole = 0, long_ones = 0, eights = 0, small = 0, triples = 0;
  for (size_t index = 0; index < count; index++) {
    int64_t cell = cells[index];
    int64_t is_whole = (cell & 63) == 0;
    numbers += (cell & 3) == 0;
    whole += (size_t)is_whole;
    // The digits of a whole number, times 64.
    long_ones += (size_t)(is_whole & ((cell >= 1000 * 64) | (cell <= -1000 * 64)));
    eights += (size_t)(is_whole & (cell >= INT64_C(10000000) * 64) & (cell < INT64_C(100000000) * 64));
    small += (size_t)((cell == 0) | (cell == 64));
    triples += (cell & 63) == 3 << 2;
  }
  tally->numbers = numbers, tally->whole = whole, tally->long_ones = long_ones;
  tally->of_eight_digits = eights, tally->zeros_and_ones = small, tally->of_three_places = triples;
}

#if defined(__x86_64__)
__attribute__((target("avx2"))) static void tally_numbers_avx2(
  const int64_t *cells, size_t count, ck_number_tally *tally) {
  tally_numbers(cells, count, tally);
}
#endif

void ck_tally_numbers(const int64_t *cells, size_t count, ck_number_tally *tally) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2")) {
    tally_numbers_avx2(cells, count, tally);
    return;
  }
#endif
  tally_numbers(cells, count, tally);
}
