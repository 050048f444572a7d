#include "ckernels.h"

#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

/// Which of 64 bytes are what, the first byte in the lowest bit.
typedef struct {
  uint64_t separators, feeds, returns, quotes;
} masks;

/// What passes from one block of 64 bytes to the next.
typedef struct {
  uint64_t in_quotes;       // all ones while a quote is open
  uint64_t after_boundary;  // 1 where a quote may open in the next byte
  uint64_t after_closing;   // 1 where the last byte closed a quote
  uint64_t odd;
  size_t line_ends;
  uint32_t *next, *next_quoted;
} state;

static inline __attribute__((always_inline)) uint64_t prefix_xor(uint64_t bits) {
  bits ^= bits << 1;
  bits ^= bits << 2;
  bits ^= bits << 4;
  bits ^= bits << 8;
  bits ^= bits << 16;
  bits ^= bits << 32;
  return bits;
}

/// Writes the places of the bits that are set; four at a time, so that up to three more are touched.
static inline __attribute__((always_inline)) uint32_t *write_places(uint64_t bits, uint32_t base, uint32_t *next) {
  uint32_t *end = next + __builtin_popcountll(bits);
  while (next < end) {
    for (int step = 0; step < 4; step++) {
      // The highest bit stands in for none, for which the count of zeros is not defined.
      next[step] = base + (uint32_t)__builtin_ctzll(bits | (uint64_t)1 << 63);
      bits &= bits - 1;
    }
    next += 4;
  }
  return end;
}

/// `follows_feed` is 1 where an LF stands right behind the block; `valid` has ones for the bytes of
/// the text, `prefix` the prefix sums of the quotes' bits.
static inline __attribute__((always_inline)) void take_block(
  state *now, masks found, uint64_t prefix, uint64_t follows_feed, uint64_t valid, uint32_t base) {
  uint64_t lone_returns = found.returns & ~(found.feeds >> 1 | follows_feed << 63);
  uint64_t line_ends = found.feeds | lone_returns;
  uint64_t inside = now->in_quotes;
  if (found.quotes | inside | now->after_closing) {
    uint64_t boundaries = found.separators | found.feeds | found.returns | found.quotes;
    inside = prefix ^ now->in_quotes;
    uint64_t opening = found.quotes & inside, closing = found.quotes & ~inside;
    now->odd |= opening & ~(boundaries << 1 | now->after_boundary);
    now->odd |= (closing << 1 | now->after_closing) & ~boundaries & valid;
    now->after_closing = closing >> 63;
    now->after_boundary = boundaries >> 63;
    now->in_quotes = (uint64_t)((int64_t)inside >> 63);
  } else {
    now->after_boundary = (found.separators | found.feeds | found.returns) >> 63;
  }
  uint64_t marks = (found.separators | line_ends) & ~inside;
  now->line_ends += (size_t)__builtin_popcountll(line_ends & ~inside);
  if (line_ends & inside) {
    now->next_quoted = write_places(line_ends & inside, base, now->next_quoted);
  }
  now->next = write_places(marks, base, now->next);
}

static inline __attribute__((always_inline)) uint64_t valid_bits(size_t left) {
  return left >= 64 ? ~(uint64_t)0 : ((uint64_t)1 << left) - 1;
}

/// 1 where the byte after the block is an LF, or is not known yet: then a CR before it is no line end.
static inline __attribute__((always_inline)) uint64_t follows_feed(
  const uint8_t *text, size_t count, size_t after, int32_t is_end) {
  if (after < count) return text[after] == '\n';
  return !is_end;
}

static inline __attribute__((always_inline)) void drop_unknown_return(
  masks *found, const uint8_t *text, size_t count, size_t base, int32_t is_end) {
  // In the last block the last byte need not lie in the highest bit.
  size_t left = count - base;
  if (left < 64 && !is_end && text[count - 1] == '\r') found->returns &= ~((uint64_t)1 << (left - 1));
}

static void finish(state *now, uint32_t *positions, uint32_t *quoted, ck_marks *found) {
  found->marks = (size_t)(now->next - positions);
  found->line_ends = now->line_ends;
  found->quoted_line_ends = (size_t)(now->next_quoted - quoted);
  found->ends_in_quotes = now->in_quotes != 0;
  found->has_odd_quotes = now->odd != 0;
}

// MARK: Eight bytes at a time

static inline __attribute__((always_inline)) uint64_t repeated(uint8_t byte) { return byte * UINT64_C(0x0101010101010101); }

/// The top bit of each byte that equals the byte repeated in `pattern`, gathered into eight bits.
static inline __attribute__((always_inline)) uint64_t equal_bits(uint64_t word, uint64_t pattern) {
  uint64_t difference = word ^ pattern;
  uint64_t low = (difference & UINT64_C(0x7F7F7F7F7F7F7F7F)) + UINT64_C(0x7F7F7F7F7F7F7F7F);
  uint64_t zeros = ~(low | difference | UINT64_C(0x7F7F7F7F7F7F7F7F));
  return (zeros >> 7) * UINT64_C(0x0102040810204080) >> 56;
}

static inline __attribute__((always_inline)) uint64_t little_endian(const uint8_t *bytes) {
  uint64_t word;
  memcpy(&word, bytes, 8);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
  word = __builtin_bswap64(word);
#endif
  return word;
}

void ck_find_marks_portably(
  const uint8_t *text, size_t count, uint8_t separator, uint8_t quote, int32_t is_end,
  uint32_t *positions, uint32_t *quoted, ck_marks *found) {
  state now = {.after_boundary = 1, .next = positions, .next_quoted = quoted};
  uint64_t high = 0, nul = 0;
  for (size_t base = 0; base < count; base += 64) {
    masks block = {0};
    uint64_t valid = valid_bits(count - base);
    for (int part = 0; part < 8; part++) {
      uint64_t word = little_endian(text + base + part * 8);
      int shift = part * 8;
      block.separators |= equal_bits(word, repeated(separator)) << shift;
      block.feeds |= equal_bits(word, repeated('\n')) << shift;
      block.returns |= equal_bits(word, repeated('\r')) << shift;
      block.quotes |= equal_bits(word, repeated(quote)) << shift;
      nul |= equal_bits(word, 0) << shift & valid;
      uint64_t tops = (word >> 7 & repeated(1)) * UINT64_C(0x0102040810204080) >> 56;
      high |= tops << shift & valid;
    }
    block.separators &= valid, block.feeds &= valid, block.returns &= valid, block.quotes &= valid;
    drop_unknown_return(&block, text, count, base, is_end);
    take_block(
      &now, block, prefix_xor(block.quotes), follows_feed(text, count, base + 64, is_end), valid,
      (uint32_t)base);
  }
  finish(&now, positions, quoted, found);
  found->has_high = high != 0;
  found->has_nul = nul != 0;
}

// MARK: 64 bytes at a time

#if defined(__x86_64__)

#define MARKS_TARGET "avx2,pclmul,popcnt,bmi"

__attribute__((target(MARKS_TARGET), always_inline)) static inline uint64_t equal_mask(
  __m256i low, __m256i high, __m256i pattern) {
  uint32_t first = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(low, pattern));
  uint32_t second = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(high, pattern));
  return (uint64_t)second << 32 | first;
}

__attribute__((target(MARKS_TARGET))) static void find_marks_avx2(
  const uint8_t *text, size_t count, uint8_t separator, uint8_t quote, int32_t is_end,
  uint32_t *positions, uint32_t *quoted, ck_marks *found) {
  state now = {.after_boundary = 1, .next = positions, .next_quoted = quoted};
  const __m256i separators = _mm256_set1_epi8((char)separator);
  const __m256i quotes = _mm256_set1_epi8((char)quote);
  const __m256i feeds = _mm256_set1_epi8('\n'), returns = _mm256_set1_epi8('\r');
  const __m256i zero = _mm256_setzero_si256();
  __m256i all = zero, smallest = _mm256_set1_epi8(-1);
  size_t base = 0;
  for (; base + 64 <= count; base += 64) {
    __m256i low = _mm256_loadu_si256((const __m256i *)(text + base));
    __m256i high = _mm256_loadu_si256((const __m256i *)(text + base + 32));
    all = _mm256_or_si256(all, _mm256_or_si256(low, high));
    smallest = _mm256_min_epu8(smallest, _mm256_min_epu8(low, high));
    masks block = {
      .separators = equal_mask(low, high, separators), .feeds = equal_mask(low, high, feeds),
      .returns = equal_mask(low, high, returns), .quotes = equal_mask(low, high, quotes),
    };
    uint64_t prefix = (uint64_t)_mm_cvtsi128_si64(_mm_clmulepi64_si128(
      _mm_set_epi64x(0, (long long)block.quotes), _mm_set1_epi8(-1), 0));
    take_block(
      &now, block, prefix, follows_feed(text, count, base + 64, is_end), ~(uint64_t)0,
      (uint32_t)base);
  }
  uint64_t nul = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(smallest, zero));
  uint64_t tops = (uint32_t)_mm256_movemask_epi8(all);
  if (base < count) {
    uint64_t valid = valid_bits(count - base);
    __m256i low = _mm256_loadu_si256((const __m256i *)(text + base));
    __m256i high = _mm256_loadu_si256((const __m256i *)(text + base + 32));
    masks block = {
      .separators = equal_mask(low, high, separators) & valid,
      .feeds = equal_mask(low, high, feeds) & valid,
      .returns = equal_mask(low, high, returns) & valid,
      .quotes = equal_mask(low, high, quotes) & valid,
    };
    drop_unknown_return(&block, text, count, base, is_end);
    take_block(&now, block, prefix_xor(block.quotes), 0, valid, (uint32_t)base);
    nul |= equal_mask(low, high, zero) & valid;
    uint64_t high_bits = (uint64_t)(uint32_t)_mm256_movemask_epi8(high) << 32
      | (uint32_t)_mm256_movemask_epi8(low);
    tops |= high_bits & valid;
  }
  finish(&now, positions, quoted, found);
  found->has_high = tops != 0;
  found->has_nul = nul != 0;
}

#endif

void ck_find_marks(
  const uint8_t *text, size_t count, uint8_t separator, uint8_t quote, int32_t is_end,
  uint32_t *positions, uint32_t *quoted, ck_marks *found) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("pclmul")) {
    find_marks_avx2(text, count, separator, quote, is_end, positions, quoted, found);
    return;
  }
#endif
  ck_find_marks_portably(text, count, separator, quote, is_end, positions, quoted, found);
}

size_t ck_next_high(const uint8_t *text, size_t from, size_t count) {
#if defined(__x86_64__)
  // SSE2 is part of every x86-64.
  while (from + 16 <= count) {
    int tops = _mm_movemask_epi8(_mm_loadu_si128((const __m128i *)(text + from)));
    if (tops) return from + (size_t)__builtin_ctz((unsigned)tops);
    from += 16;
  }
#else
  while (from + 8 <= count && !(little_endian(text + from) & UINT64_C(0x8080808080808080))) from += 8;
#endif
  while (from < count && text[from] < 0x80) from++;
  return from;
}

size_t ck_narrow_utf16(const uint8_t *text, size_t units, int32_t is_big_endian, uint8_t *bytes) {
  size_t place = 0;
#if defined(__x86_64__)
  const __m128i beyond = _mm_set1_epi16((short)0xFF80), zero = _mm_setzero_si128();
  while (place + 8 <= units) {
    __m128i all = _mm_loadu_si128((const __m128i *)(text + 2 * place));
    if (is_big_endian) all = _mm_or_si128(_mm_slli_epi16(all, 8), _mm_srli_epi16(all, 8));
    if (_mm_movemask_epi8(_mm_cmpeq_epi16(_mm_and_si128(all, beyond), zero)) != 0xFFFF) break;
    _mm_storel_epi64((__m128i *)(bytes + place), _mm_packus_epi16(all, zero));
    place += 8;
  }
#endif
  for (; place < units; place++) {
    uint8_t low = text[2 * place + (is_big_endian != 0)], high = text[2 * place + (is_big_endian == 0)];
    if (high != 0 || low >= 0x80) break;
    bytes[place] = low;
  }
  return place;
}
