#include "ckernels.h"

#if defined(__x86_64__)

#include <immintrin.h>

#define SHA256_TARGET "sha,sse4.1,ssse3"

// The first 32 bits of the fractional parts of the cube roots of the first 64 primes.
static const uint32_t sha256_constants[64] __attribute__((aligned(16))) = {
  0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
  0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
  0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
  0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
  0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
  0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
  0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
  0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

/// The eight words of the digest in the order that the instructions want.
typedef struct {
  __m128i abef, cdgh;
} sha256_state;

__attribute__((target(SHA256_TARGET), always_inline)) static inline sha256_state sha256_load(
  const uint32_t state[8]) {
  __m128i low = _mm_loadu_si128((const __m128i *)state);          // a b c d
  __m128i high = _mm_loadu_si128((const __m128i *)(state + 4));   // e f g h
  low = _mm_shuffle_epi32(low, 0xB1);
  high = _mm_shuffle_epi32(high, 0x1B);
  sha256_state now = {_mm_alignr_epi8(low, high, 8), _mm_blend_epi16(high, low, 0xF0)};
  return now;
}

__attribute__((target(SHA256_TARGET), always_inline)) static inline void sha256_store(
  sha256_state now, uint32_t state[8]) {
  __m128i first = _mm_shuffle_epi32(now.abef, 0x1B);   // a b e f turned round
  __m128i second = _mm_shuffle_epi32(now.cdgh, 0xB1);
  _mm_storeu_si128((__m128i *)state, _mm_blend_epi16(first, second, 0xF0));
  _mm_storeu_si128((__m128i *)(state + 4), _mm_alignr_epi8(second, first, 8));
}

/// One round over 64 bytes.
__attribute__((target(SHA256_TARGET), always_inline)) static inline void sha256_block(
  sha256_state *now, const uint8_t *bytes) {
  const __m128i order = _mm_set_epi64x(0x0c0d0e0f08090a0bLL, 0x0405060700010203LL);
  __m128i abef = now->abef, cdgh = now->cdgh;
  __m128i words[4];
  for (int group = 0; group < 4; group++) {
    words[group] = _mm_shuffle_epi8(
      _mm_loadu_si128((const __m128i *)(bytes + group * 16)), order);
  }
#pragma clang loop unroll(full)
  for (int group = 0; group < 16; group++) {
    __m128i sum = _mm_add_epi32(
      words[group & 3], _mm_load_si128((const __m128i *)(sha256_constants + group * 4)));
    cdgh = _mm_sha256rnds2_epu32(cdgh, abef, sum);
    abef = _mm_sha256rnds2_epu32(abef, cdgh, _mm_shuffle_epi32(sum, 0x0E));
    if (group < 12) {
      __m128i one = words[group & 3], two = words[(group + 1) & 3];
      __m128i three = words[(group + 2) & 3], four = words[(group + 3) & 3];
      __m128i next = _mm_add_epi32(_mm_sha256msg1_epu32(one, two), _mm_alignr_epi8(four, three, 4));
      words[group & 3] = _mm_sha256msg2_epu32(next, four);
    }
  }
  now->abef = _mm_add_epi32(abef, now->abef);
  now->cdgh = _mm_add_epi32(cdgh, now->cdgh);
}

int32_t ck_has_sha256(void) {
  return __builtin_cpu_supports("sha") && __builtin_cpu_supports("sse4.1")
    && __builtin_cpu_supports("ssse3");
}

__attribute__((target(SHA256_TARGET))) void ck_sha256(
  uint32_t state[8], const uint8_t *bytes, size_t blocks) {
  sha256_state now = sha256_load(state);
  for (; blocks > 0; blocks--, bytes += 64) sha256_block(&now, bytes);
  sha256_store(now, state);
}

#else

int32_t ck_has_sha256(void) { return 0; }

void ck_sha256(uint32_t state[8], const uint8_t *bytes, size_t blocks) {
  (void)state, (void)bytes, (void)blocks;
}

#endif
