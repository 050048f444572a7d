#include "ckernels.h"

#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

/// Whether a byte stands among `length`, behind whose start 16 can be read.
static inline __attribute__((always_inline)) int holds(const uint8_t *text, size_t length, uint8_t byte) {
#if defined(__x86_64__)
  if (length <= 16) {
    __m128i same = _mm_cmpeq_epi8(_mm_loadu_si128((const __m128i *)text), _mm_set1_epi8((char)byte));
    return ((uint32_t)_mm_movemask_epi8(same) & ((UINT32_C(1) << length) - 1)) != 0;
  }
#endif
  return memchr(text, byte, length) != NULL;
}

void ck_strip_quotes(const ck_cells *cells, uint8_t quote, uint32_t *starts, uint32_t *ends) {
  for (size_t index = 0; index < cells->count; index++) {
    uint32_t start = cells->starts[index * cells->stride] + cells->skip;
    uint32_t end = cells->ends[index * cells->stride], length = end - start;
    const uint8_t *text = cells->text + start;
    uint32_t is_plain = length >= 2 && text[0] == quote && text[length - 1] == quote
      && (length == 2 || (text[1] > 32 && text[length - 2] > 32 && !holds(text + 1, length - 2, quote)));
    starts[index] = start + is_plain;
    ends[index] = end - is_plain;
  }
}
