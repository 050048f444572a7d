#include "ckernels.h"

#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

/// A slot for every place to which the words may lead; a word goes into the next that is free.
enum { slot_count = CK_WORD_SLOTS };

static inline __attribute__((always_inline)) size_t place_of(uint64_t low, uint64_t high) {
  uint64_t mixed = low ^ (high << 29 | high >> 35);
  return (size_t)(mixed * UINT64_C(0x9E3779B97F4A7C15) >> (64 - CK_WORD_SLOT_BITS));
}

static inline uint64_t loaded(const uint8_t *bytes) {
  uint64_t word;
  memcpy(&word, bytes, 8);
  return word;
}

/// The place of 32 bytes.
static inline size_t place_of_word(const uint8_t *word) {
  return place_of(loaded(word) ^ loaded(word + 16), loaded(word + 8) ^ loaded(word + 24));
}

void ck_keep_word(ck_word_slot *slots, const uint8_t *text, size_t length, uint32_t code) {
  ck_word_slot slot = {.length = (uint32_t)length, .code = code + 1};
  memcpy(slot.word, text, length);
  size_t place = place_of_word(slot.word);
  while (slots[place].code != 0) place = (place + 1) % slot_count;
  slots[place] = slot;
}

/// The number of a word plus 1, or 0 where it is not there.
static uint32_t code_of_word(const ck_word_slot *slots, const uint8_t *text, size_t length) {
  uint8_t word[32] = {0};
  memcpy(word, text, length);
  size_t place = place_of_word(word);
  while (slots[place].code != 0) {
    if (slots[place].length == length && memcmp(slots[place].word, word, 32) == 0) break;
    place = (place + 1) % slot_count;
  }
  return slots[place].code;
}

size_t ck_find_words_portably(
  const ck_cells *cells, size_t from, uint8_t quote, const ck_word_slot *slots, uint8_t *codes) {
  for (size_t index = from; index < cells->count; index++) {
    uint32_t start = cells->starts[index * cells->stride] + cells->skip;
    uint32_t length = cells->ends[index * cells->stride] - start;
    const uint8_t *text = cells->text + start;
    if (length > 32) return index;
    if (length > 0) {
      uint8_t first = text[0], last = text[length - 1];
      if (first <= 32 || last <= 32) return index;
      if (first == quote) {
        if (length < 2 || last != quote || memchr(text + 1, quote, length - 2)) return index;
        text++, length -= 2;
      }
    }
    uint32_t code = code_of_word(slots, text, length);
    if (code == 0 || code > 255) return index;
    codes[index] = (uint8_t)(code - 1);
  }
  return cells->count;
}

#if defined(__x86_64__)

/// Read from 32 - n on, it has n bytes of ones before zeros.
static const uint8_t ones_then_zeros[64] = {
  255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
  255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
};

__attribute__((target("avx2,bmi"))) static size_t find_words_avx2(
  const ck_cells *cells, size_t from, uint8_t quote, const ck_word_slot *slots, uint8_t *codes) {
  const __m256i quotes = _mm256_set1_epi8((char)quote);
  for (size_t index = from; index < cells->count; index++) {
    uint32_t start = cells->starts[index * cells->stride] + cells->skip;
    uint32_t length = cells->ends[index * cells->stride] - start;
    const uint8_t *text = cells->text + start;
    if (length > 32) return index;
    // Whether a cell is empty is not asked by a branch, since that would often be guessed wrong.
    uint8_t first = text[0], last = text[(int32_t)length - (length > 0)];
    int is_odd = (first <= 32) | (last <= 32) | (first == quote);
    __m256i word = _mm256_loadu_si256((const __m256i *)text);
    if (is_odd & (length > 0)) {
      if (first != quote || last != quote || length < 2) return index;
      text++, length -= 2;
      word = _mm256_loadu_si256((const __m256i *)text);
      uint32_t inside = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(word, quotes));
      if (inside & ((UINT32_C(1) << length) - 1)) return index;
    }
    word = _mm256_and_si256(
      word, _mm256_loadu_si256((const __m256i *)(ones_then_zeros + 32 - length)));
    __m128i folded = _mm_xor_si128(
      _mm256_castsi256_si128(word), _mm256_extracti128_si256(word, 1));
    size_t place = place_of(
      (uint64_t)_mm_cvtsi128_si64(folded), (uint64_t)_mm_extract_epi64(folded, 1));
    uint32_t code;
    while (1) {
      const ck_word_slot *slot = slots + place;
      __m256i same = _mm256_cmpeq_epi8(word, _mm256_loadu_si256((const __m256i *)slot->word));
      code = slot->code;
      if (_mm256_movemask_epi8(same) == -1 && slot->length == length) break;
      if (code == 0) return index;
      place = (place + 1) % slot_count;
    }
    // A free slot looks like the empty text until that is there.
    if (code - 1 >= 255) return index;
    codes[index] = (uint8_t)(code - 1);
  }
  return cells->count;
}

#endif

size_t ck_find_words(
  const ck_cells *cells, size_t from, uint8_t quote, const ck_word_slot *slots, uint8_t *codes) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2")) {
    return find_words_avx2(cells, from, quote, slots, codes);
  }
#endif
  return ck_find_words_portably(cells, from, quote, slots, codes);
}
