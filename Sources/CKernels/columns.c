// Loops over columns, a few thousand rows at a time, so that what they write stays in the cache. Where
// a branch could go either way there is none.

#include "ckernels.h"

#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

// The same loop for processors with wider registers too, chosen when the program starts.
// Sanitizers start before such choices are made.
#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define CK_WIDE
#endif
#endif
#if !defined(CK_WIDE) && defined(__x86_64__) && defined(__linux__)
#define CK_WIDE __attribute__((target_clones("avx2", "default")))
#elif !defined(CK_WIDE)
#define CK_WIDE
#endif

static inline __attribute__((always_inline)) uint32_t is_present(const uint64_t *present, size_t row) {
  return (uint32_t)(present[row >> 6] >> (row & 63) & 1);
}

// Rows start at a word of bits, so that 32 of them have half a word: shifts by a constant each, which
// wide registers do eight at a time.
#define FOR_PRESENCE(statement)                                                    \
  for (size_t i = 0; i < count; i += 32) {                                         \
    uint32_t half = (uint32_t)(present[(from + i) >> 6] >> (i & 32));              \
    uint32_t size_of_half = count - i < 32 ? (uint32_t)(count - i) : 32;           \
    if (size_of_half == 32) {                                                      \
      for (uint32_t k = 0; k < 32; k++) {                                          \
        uint32_t mask = 0u - (half >> k & 1);                                      \
        statement                                                                  \
      }                                                                            \
    } else {                                                                       \
      for (uint32_t k = 0; k < size_of_half; k++) {                                \
        uint32_t mask = 0u - (half >> k & 1);                                      \
        statement                                                                  \
      }                                                                            \
    }                                                                              \
  }

#define ADD_NUMBERS(number)                                                                       \
  uint32_t missing = size - 1;                                                                    \
  if (present) {                                                                                  \
    FOR_PRESENCE(slots[i + k] = slots[i + k] * factor + (((number) & mask) | (missing & ~mask));) \
  } else {                                                                                        \
    for (size_t i = 0, k = 0; i < count; i++) slots[i] = slots[i] * factor + (number);            \
  }

CK_WIDE void ck_add_bytes(
  const uint8_t *numbers, const uint64_t *present, size_t from, size_t count, uint32_t size,
  uint32_t factor, uint32_t *restrict slots) {
  ADD_NUMBERS((uint32_t)numbers[from + i + k])
}

CK_WIDE void ck_add_codes(
  const uint32_t *numbers, const uint64_t *present, size_t from, size_t count, uint32_t size,
  uint32_t factor, uint32_t *restrict slots) {
  ADD_NUMBERS(numbers[from + i + k])
}

CK_WIDE void ck_add_integers(
  const int64_t *values, const uint64_t *present, size_t from, size_t count, int64_t first,
  uint32_t size, uint32_t factor, uint32_t *restrict slots) {
  ADD_NUMBERS((uint32_t)((uint64_t)values[from + i + k] - (uint64_t)first))
}

void ck_add_days(
  const int32_t *days, size_t count, int32_t first, uint32_t span, const uint32_t *table,
  uint32_t factor, uint32_t *restrict slots) {
  for (size_t i = 0; i < count; i++) {
    uint32_t place = (uint32_t)days[i] - (uint32_t)first;
    slots[i] = slots[i] * factor + table[place < span ? place : span];
  }
}

void ck_count_slots(const uint32_t *slots, size_t count, uint32_t size, uint32_t *counts) {
  uint32_t *second = counts + size, *third = second + size, *fourth = third + size;
  size_t i = 0;
  for (; i + 4 <= count; i += 4) {
    counts[slots[i]]++;
    second[slots[i + 1]]++;
    third[slots[i + 2]]++;
    fourth[slots[i + 3]]++;
  }
  for (; i < count; i++) counts[slots[i]]++;
}

static inline __attribute__((always_inline)) void add_wide(unsigned __int128 term, uint64_t *place) {
  unsigned __int128 sum = (unsigned __int128)place[1] << 64 | place[0];
  sum += term;
  place[0] = (uint64_t)sum;
  place[1] = (uint64_t)(sum >> 64);
}

// Every value is taken apart into 128 bits: right for any, but slow.
static int32_t sum_apart(
  const uint32_t *slots, const double *values, const uint64_t *present, size_t from, size_t count,
  uint64_t *sums, int64_t *counts) {
  uint32_t unfit = 0;
  for (size_t i = 0; i < count; i++) {
    if (present && !is_present(present, from + i)) continue;
    uint64_t bits;
    memcpy(&bits, values + from + i, 8);
    uint32_t exponent = (uint32_t)(bits >> 52) & 0x7FF, is_some = bits << 1 != 0;
    // The value is mantissa * 2^(exponent - 1075).
    uint32_t shift = exponent - 1013;
    unfit |= is_some & (shift > 41);
    shift &= 63;
    uint64_t mantissa = ((bits & 0xFFFFFFFFFFFFFull) | 1ull << 52) & (0ull - is_some);
    unsigned __int128 term = (unsigned __int128)((mantissa >> 1) >> (63 - shift)) << 64 | mantissa << shift;
    unsigned __int128 sign = (unsigned __int128)((__int128)0 - (__int128)(bits >> 63));
    add_wide((term ^ sign) - sign, sums + 2 * (size_t)slots[i]);
    counts[slots[i]]++;
  }
  return !unfit;
}

CK_WIDE void ck_survey_exponents(
  const double *values, size_t count, ck_exponents *found) {
  int64_t low = INT64_MAX, high = 0;
  for (size_t i = 0; i < count; i++) {
    int64_t bits;
    memcpy(&bits, values + i, 8);
    bits &= INT64_MAX;
    high = bits > high ? bits : high;
    bits = bits == 0 ? INT64_MAX : bits;
    low = bits < low ? bits : low;
  }
  uint32_t least = (uint32_t)(low >> 52), largest = (uint32_t)(high >> 52);
  if (least < found->least) found->least = least;
  if (largest > found->largest) found->largest = largest;
}

static inline int are_near(ck_exponents found) {
  return found.least >= 1013 && found.largest <= 1013 + 41 && found.largest - found.least <= 29;
}

#define LANES 8
#define MOST_LANE_SLOTS 64

int32_t ck_sum_decimals(
  const uint32_t *slots, uint32_t size, const double *values, const uint64_t *present, size_t from,
  size_t count, const ck_exponents *known, uint64_t *sums, int64_t *counts) {
  // A block in which all values lie within a factor of 2^30 of each other: each is taken apart into a
  // high and a low part, multiples of a power of 2 so few that doubles add up both without rounding.
  // Sums in lanes, for many rows in turn may be of one group, and each sum waits for the one before.
  if (present || size > MOST_LANE_SLOTS || count > 4096 || count < 4 * size)
    return sum_apart(slots, values, present, from, count, sums, counts);
  ck_exponents found = CK_NO_EXPONENTS;
  if (are_near(*known)) {
    found = *known;
  } else {
    ck_survey_exponents(values + from, count, &found);
  }
  if (!are_near(found))
    return sum_apart(slots, values, present, from, count, sums, counts);
  // Below 2^(largest - 1022), 4096 of them: 53 bits reach down to unit = 2^(largest - 1063).
  typedef double parts __attribute__((vector_size(16)));
  parts lanes[LANES][MOST_LANE_SLOTS];
  uint32_t seen[LANES][MOST_LANE_SLOTS];
  for (uint32_t k = 0; k < LANES; k++) {
    memset(lanes[k], 0, size * sizeof(parts));
    memset(seen[k], 0, size * sizeof(uint32_t));
  }
  uint64_t bits = (uint64_t)(found.largest + 12) << 52 | 1ull << 51;
  double rounder;
  memcpy(&rounder, &bits, 8);
  for (size_t i = 0; i + LANES <= count; i += LANES) {
    for (uint32_t k = 0; k < LANES; k++) {
      double value = values[from + i + k], high = (value + rounder) - rounder;
      lanes[k][slots[i + k]] += (parts){high, value - high};
      seen[k][slots[i + k]]++;
    }
  }
  for (uint32_t slot = 0; slot < size; slot++) {
    double high = 0, low = 0;
    for (uint32_t k = 0; k < LANES; k++) {
      high += lanes[k][slot][0];
      low += lanes[k][slot][1];
      counts[slot] += seen[k][slot];
    }
    unsigned __int128 term = (unsigned __int128)(__int128)(high * 0x1p62);
    add_wide(term + (unsigned __int128)(__int128)(low * 0x1p62), sums + 2 * (size_t)slot);
  }
  size_t done = count & ~(size_t)(LANES - 1);
  return sum_apart(slots + done, values, NULL, from + done, count - done, sums, counts);
}

void ck_sum_integers(
  const uint32_t *slots, const int64_t *values, const uint64_t *present, size_t from, size_t count,
  uint64_t *sums, int64_t *counts) {
  for (size_t i = 0; i < count; i++) {
    if (present && !is_present(present, from + i)) continue;
    uint64_t *place = sums + 2 * (size_t)slots[i];
    unsigned __int128 sum = (unsigned __int128)place[1] << 64 | place[0];
    sum += (unsigned __int128)(__int128)values[from + i];
    place[0] = (uint64_t)sum;
    place[1] = (uint64_t)(sum >> 64);
    counts[slots[i]]++;
  }
}

static inline __attribute__((always_inline)) void take_out_missing(
  const uint64_t *present, size_t from, size_t count, int32_t *restrict result) {
  if (!present) return;
  FOR_PRESENCE(result[i + k] = (int32_t)(((uint32_t)result[i + k] & mask) | ((uint32_t)CK_NO_DAY & ~mask));)
}

CK_WIDE void ck_read_days(
  const int32_t *days, const uint64_t *present, size_t from, size_t count, int32_t low,
  uint32_t span, int32_t *restrict result) {
  for (size_t i = 0; i < count; i++) {
    int32_t day = days[from + i];
    result[i] = (uint32_t)day - (uint32_t)low <= span ? day : CK_NO_DAY;
  }
  take_out_missing(present, from, count, result);
}

static inline __attribute__((always_inline)) int32_t day_of(
  int64_t instant, int64_t unit, int32_t low, uint32_t span) {
  int64_t day = instant / unit;
  day -= day * unit > instant;
  return (uint64_t)day - (uint64_t)(int64_t)low <= span ? (int32_t)day : CK_NO_DAY;
}

// A day has 86400000000 = 2^13 * 10546875 microseconds. What is left of an instant without its 13 last
// bits is a whole number below 2^52 once the instant is moved to the years after 0, so that a double
// holds it; its quotient lies at least 1 / 10546875 below the next whole number, or is one, and half of
// that more is far from both, farther than the product is wrong. No division, and wide registers.
#define DAYS_MOVED 4194304
static inline __attribute__((always_inline)) void read_microseconds(
  const int64_t *instants, size_t count, int32_t low, uint32_t span, int32_t *restrict result) {
  const uint64_t moved = (uint64_t)DAYS_MOVED * 86400000000ull;
  for (size_t i = 0; i < count; i++) {
    uint64_t instant = (uint64_t)instants[i] + moved;
    // Beyond twice as many days nothing is a day of the calendar.
    uint64_t is_usable = 0 - (uint64_t)(instant < 2 * moved);
    uint64_t bits = (instant & is_usable) >> 13 | 0x4330000000000000ull;
    double number;
    memcpy(&number, &bits, 8);
    number -= 4503599627370496.0;
    int32_t day = (int32_t)((number + 0.5) * (1 / 10546875.0)) - DAYS_MOVED;
    uint32_t is_day = (uint32_t)is_usable & (0u - (uint32_t)((uint32_t)day - (uint32_t)low <= span));
    result[i] = (int32_t)(((uint32_t)day & is_day) | ((uint32_t)CK_NO_DAY & ~is_day));
  }
}

CK_WIDE static void read_usual_instants(
  const int64_t *instants, size_t count, int32_t low, uint32_t span, int32_t *restrict result) {
  read_microseconds(instants, count, low, span, result);
}

void ck_read_instants(
  const int64_t *instants, const uint64_t *present, size_t from, size_t count, int64_t unit,
  int32_t low, uint32_t span, int32_t *restrict result) {
  if (unit == 86400000000) {
    read_usual_instants(instants + from, count, low, span, result);
  } else {
    for (size_t i = 0; i < count; i++) result[i] = day_of(instants[from + i], unit, low, span);
  }
  take_out_missing(present, from, count, result);
}

CK_WIDE void ck_day_limits(const int32_t *days, size_t count, int32_t *least, int32_t *largest) {
  int32_t low = *least, high = *largest;
  for (size_t i = 0; i < count; i++) {
    // No day is the smallest number: it cannot be the largest day, and must not be the least.
    int32_t day = days[i] == CK_NO_DAY ? INT32_MAX : days[i];
    low = day < low ? day : low;
    high = days[i] > high ? days[i] : high;
  }
  *least = low;
  *largest = high;
}

CK_WIDE void ck_survey_stays(const int32_t *starts, const int32_t *ends, size_t count, ck_stay_survey *seen) {
  int32_t first = seen->first_start, last = seen->last_start, last_end = seen->last_end;
  uint32_t without = 0, before = 0;
  for (size_t i = 0; i < count; i++) {
    int32_t start = starts[i], end = ends[i];
    int32_t has_start = start != CK_NO_DAY, has_end = end != CK_NO_DAY;
    int32_t is_wrong = has_start & has_end & (end < start), counts = has_start & !is_wrong;
    without += (uint32_t)!has_start;
    before += (uint32_t)is_wrong;
    int32_t usable = counts ? start : INT32_MAX;
    first = usable < first ? usable : first;
    usable = counts ? start : INT32_MIN;
    last = usable > last ? usable : last;
    // A missing end is the smallest number.
    usable = counts ? end : INT32_MIN;
    last_end = usable > last_end ? usable : last_end;
  }
  seen->without_start += without;
  seen->end_before_start += before;
  seen->first_start = first;
  seen->last_start = last;
  seen->last_end = last_end;
}

CK_WIDE void ck_settle_stays(
  int32_t *restrict starts, int32_t *restrict ends, size_t count, int32_t last, ck_settled *seen) {
  uint32_t start_after = 0, end_after = 0, counted = 0;
  for (size_t i = 0; i < count; i++) {
    int32_t start = starts[i], end = ends[i];
    int32_t is_usable = (start != CK_NO_DAY) & ((end == CK_NO_DAY) | (end >= start));
    int32_t counts = is_usable & (start <= last), has_end = end != CK_NO_DAY;
    int32_t is_late = has_end & (end > last);
    start_after += (uint32_t)(is_usable & (start > last));
    end_after += (uint32_t)(counts & is_late);
    counted += (uint32_t)counts;
    starts[i] = counts ? start : CK_NEVER;
    ends[i] = (counts & has_end & !is_late) ? end : CK_NEVER;
  }
  seen->start_after += start_after;
  seen->end_after += end_after;
  seen->counted += counted;
}

size_t ck_count_ends_after(const int32_t *starts, const int32_t *ends, size_t count, int32_t day) {
  uint32_t late = 0;
  for (size_t i = 0; i < count; i++)
    late += (uint32_t)((starts[i] != CK_NO_DAY) & (ends[i] >= starts[i]) & (ends[i] > day));
  return late;
}

#define AT_ONCE 512

// Where the starts and ends of some stays are counted, one place behind the last day for those outside
// the stretch; returns how many began before it.
CK_WIDE static uint32_t place_stays(
  const int32_t *starts, const int32_t *ends, size_t count, int32_t first, int32_t known,
  uint32_t *restrict start_places, uint32_t *restrict end_places) {
  uint32_t days = (uint32_t)(known - first), before = 0;
  for (size_t i = 0; i < count; i++) {
    int32_t start = starts[i], end = ends[i];
    int32_t touches = (start < known) & (end >= first), is_before = start < first;
    uint32_t start_place = is_before ? 0 : (uint32_t)start - (uint32_t)first;
    start_places[i] = touches ? start_place : days;
    // Those still here share four places, so that one increment need not wait for the last.
    end_places[i] = (touches & (end < known)) ? (uint32_t)end - (uint32_t)first : days + (uint32_t)(i & 3);
    before += (uint32_t)(touches & is_before);
  }
  return before;
}

// All rows of one group: the places are found by wide registers first.
static void count_whole_calendar(
  const int32_t *starts, const int32_t *ends, size_t count, const ck_stretch *stretch,
  uint32_t *started, uint32_t *before, uint64_t *ended) {
  uint32_t start_places[AT_ONCE], end_places[AT_ONCE];
  const int32_t *period_start = stretch->period_start;
  for (size_t from = 0; from < count; from += AT_ONCE) {
    size_t size = count - from < AT_ONCE ? count - from : AT_ONCE;
    *before += place_stays(
      starts + from, ends + from, size, stretch->first, stretch->known, start_places, end_places);
    for (size_t i = 0; i < size; i++) {
      started[start_places[i]]++;
      uint32_t day = end_places[i];
      ended[day] += 1 + ((uint64_t)(starts[from + i] >= period_start[day]) << 32);
    }
  }
}

static inline __attribute__((always_inline)) void count_calendar(
  const int32_t *starts, const int32_t *ends, const uint32_t *groups, const uint32_t *cells,
  size_t count, const ck_stretch *stretch, uint32_t *started, uint32_t *before, uint32_t *everyone,
  uint64_t *ended) {
  int32_t first = stretch->first, known = stretch->known;
  uint32_t days = (uint32_t)(known - first);
  const int32_t *period_start = stretch->period_start;
  for (size_t i = 0; i < count; i++) {
    int32_t start = starts[i], end = ends[i];
    size_t group = groups ? groups[i] : 0, cell = cells ? cells[i] : 0;
    if (groups) everyone[group] += start != CK_NEVER;
    if (start >= known || end < first) continue;
    int32_t is_before = start < first;
    started[group * days + (is_before ? 0 : (uint32_t)(start - first))]++;
    before[group] += (uint32_t)is_before;
    // Those still here share four places, so that one increment need not wait for the last.
    uint32_t mask = 0u - (uint32_t)(end < known);
    uint32_t day = (((uint32_t)end - (uint32_t)first) & mask) | ((days + (uint32_t)(i & 3)) & ~mask);
    ended[cell * (days + 4) + day] += 1 + ((uint64_t)(start >= period_start[day]) << 32);
  }
}

void ck_count_calendar(
  const int32_t *starts, const int32_t *ends, const uint32_t *groups, const uint32_t *cells,
  size_t count, const ck_stretch *stretch, uint32_t *started, uint32_t *before, uint32_t *everyone,
  uint64_t *ended) {
  if (groups || cells)
    count_calendar(starts, ends, groups, cells, count, stretch, started, before, everyone, ended);
  else
    count_whole_calendar(starts, ends, count, stretch, started, before, ended);
}

void ck_count_cohorts(
  const int32_t *starts, const int32_t *ends, const uint32_t *groups, size_t count, int32_t first,
  uint32_t span, const uint32_t *table, uint32_t periods, uint32_t *counts) {
  for (size_t i = 0; i < count; i++) {
    if (starts[i] == CK_NEVER) continue;
    uint32_t end = (uint32_t)ends[i] - (uint32_t)first;
    uint32_t mask = 0u - (uint32_t)(end < span);
    uint32_t period = (table[end & mask] & mask) | (periods & ~mask);
    size_t row = (groups ? groups[i] : 0) * (size_t)periods + table[starts[i] - first];
    counts[row * (periods + 1) + period]++;
  }
}

void ck_count_lengths(
  const int32_t *starts, const int32_t *ends, const uint32_t *groups, size_t count, int32_t last,
  uint32_t span, uint32_t *counts) {
  for (size_t i = 0; i < count; i++) {
    if (starts[i] == CK_NEVER) continue;
    uint32_t has_ended = ends[i] != CK_NEVER;
    uint32_t mask = 0u - has_ended;
    uint32_t length = (((uint32_t)ends[i] & mask) | ((uint32_t)last & ~mask)) - (uint32_t)starts[i];
    counts[((groups ? groups[i] : 0) * (size_t)span + length) * 2 + has_ended]++;
  }
}

int32_t ck_are_ascending_codes(const uint32_t *codes, size_t count) {
  uint32_t falls = 0;
  for (size_t i = 1; i < count; i++) falls |= codes[i] <= codes[i - 1];
  return !falls;
}

int32_t ck_are_ascending_integers(const int64_t *values, size_t count) {
  uint32_t falls = 0;
  for (size_t i = 1; i < count; i++) falls |= values[i] <= values[i - 1];
  return !falls;
}

int32_t ck_are_distinct_codes(const uint32_t *codes, size_t count, uint64_t *seen) {
  for (size_t i = 0; i < count; i++) {
    uint64_t bit = 1ull << (codes[i] & 63);
    if (seen[codes[i] >> 6] & bit) return 0;
    seen[codes[i] >> 6] |= bit;
  }
  return 1;
}

int32_t ck_are_distinct_integers(
  const int64_t *values, size_t count, int64_t first, uint64_t *seen) {
  for (size_t i = 0; i < count; i++) {
    uint64_t place = (uint64_t)values[i] - (uint64_t)first, bit = 1ull << (place & 63);
    if (seen[place >> 6] & bit) return 0;
    seen[place >> 6] |= bit;
  }
  return 1;
}

static inline __attribute__((always_inline)) uint64_t holds(double value, int32_t comparison, double constant) {
  switch (comparison) {
    case 0: return value == constant;
    case 1: return value != constant;
    case 2: return value < constant;
    case 3: return value <= constant;
    case 4: return value > constant;
    default: return value >= constant;
  }
}

#if defined(__x86_64__)
static inline __attribute__((always_inline)) uint64_t two_hold(__m128d values, int32_t comparison, __m128d constant) {
  __m128d result;
  switch (comparison) {
    case 0: result = _mm_cmpeq_pd(values, constant); break;
    case 1: result = _mm_cmpneq_pd(values, constant); break;
    case 2: result = _mm_cmplt_pd(values, constant); break;
    case 3: result = _mm_cmple_pd(values, constant); break;
    case 4: result = _mm_cmpgt_pd(values, constant); break;
    default: result = _mm_cmpge_pd(values, constant); break;
  }
  return (uint64_t)_mm_movemask_pd(result);
}
#endif

static inline __attribute__((always_inline)) void compare_decimals(
  const double *values, size_t count, int32_t comparison, double constant, uint64_t *bits) {
  size_t row = 0;
#if defined(__x86_64__)
  __m128d other = _mm_set1_pd(constant);
  for (; row + 64 <= count; row += 64) {
    uint64_t word = 0;
    for (uint32_t k = 0; k < 64; k += 2)
      word |= two_hold(_mm_loadu_pd(values + row + k), comparison, other) << k;
    bits[row >> 6] = word;
  }
#endif
  while (row < count) {
    uint64_t word = 0;
    size_t end = row + 64 < count ? row + 64 : count;
    for (size_t i = row; i < end; i++) word |= holds(values[i], comparison, constant) << (i - row);
    bits[row >> 6] = word;
    row = end;
  }
}

void ck_compare_decimals(
  const double *values, size_t count, int32_t comparison, double constant, uint64_t *bits) {
  switch (comparison) {
    case 0: compare_decimals(values, count, 0, constant, bits); break;
    case 1: compare_decimals(values, count, 1, constant, bits); break;
    case 2: compare_decimals(values, count, 2, constant, bits); break;
    case 3: compare_decimals(values, count, 3, constant, bits); break;
    case 4: compare_decimals(values, count, 4, constant, bits); break;
    default: compare_decimals(values, count, 5, constant, bits); break;
  }
}

void ck_compare_bytes(const uint8_t *values, size_t count, uint8_t constant, uint64_t *bits) {
  size_t row = 0;
#if defined(__x86_64__)
  __m128i other = _mm_set1_epi8((char)constant);
  for (; row + 64 <= count; row += 64) {
    uint64_t word = 0;
    for (uint32_t k = 0; k < 64; k += 16) {
      __m128i four = _mm_loadu_si128((const __m128i *)(values + row + k));
      word |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(four, other)) << k;
    }
    bits[row >> 6] = word;
  }
#endif
  while (row < count) {
    uint64_t word = 0;
    size_t end = row + 64 < count ? row + 64 : count;
    for (size_t i = row; i < end; i++) word |= (uint64_t)(values[i] == constant) << (i - row);
    bits[row >> 6] = word;
    row = end;
  }
}

void ck_look_up_bytes(const uint8_t *values, size_t count, const uint8_t *table, uint64_t *bits) {
  for (size_t row = 0; row < count; row += 64) {
    uint64_t word = 0;
    size_t size = count - row < 64 ? count - row : 64;
    for (size_t i = 0; i < size; i++) word |= (uint64_t)table[values[row + i]] << i;
    bits[row >> 6] = word;
  }
}

void ck_look_up_codes(
  const uint32_t *values, size_t count, const uint8_t *table, uint32_t table_size, uint64_t *bits) {
  for (size_t row = 0; row < count; row += 64) {
    uint64_t word = 0;
    size_t size = count - row < 64 ? count - row : 64;
    for (size_t i = 0; i < size; i++) word |= (uint64_t)(values[row + i] < table_size ? table[values[row + i]] : 0) << i;
    bits[row >> 6] = word;
  }
}

void ck_mark_purchases(
  const uint32_t *customers, const int32_t *days, size_t count, int32_t first, int32_t last,
  const uint32_t *table, size_t words, uint64_t *marks, ck_purchase_tally *seen) {
  for (size_t i = 0; i < count; i++) {
    int32_t day = days[i];
    if (day == CK_NO_DAY || day > last) {
      seen->without_date += day == CK_NO_DAY;
      seen->late += day != CK_NO_DAY;
      continue;
    }
    uint32_t period = table[day - first];
    marks[customers[i] * words + (period >> 6)] |= 1ull << (period & 63);
  }
}

void ck_count_marks(
  const uint64_t *marks, size_t customers, size_t words, size_t periods, uint32_t *counts) {
  for (size_t customer = 0; customer < customers; customer++) {
    uint32_t *row = NULL;
    for (size_t k = 0; k < words; k++) {
      for (uint64_t word = marks[customer * words + k]; word; word &= word - 1) {
        size_t period = k * 64 + (size_t)__builtin_ctzll(word);
        if (!row) row = counts + period * periods;
        row[period]++;
      }
    }
  }
}

static inline __attribute__((always_inline)) int is_amount_known(const ck_purchases *purchases, size_t row) {
  // Of what is no number or infinite the difference is no number.
  return (!purchases->present || is_present(purchases->present, row))
    && purchases->amounts[row] - purchases->amounts[row] == 0;
}

static int have_same_amount(const ck_purchases *purchases, size_t one, size_t other) {
  if (!purchases->amounts) return 0;
  int is_known = is_amount_known(purchases, one), is_other_known = is_amount_known(purchases, other);
  return is_known && is_other_known ? purchases->amounts[one] == purchases->amounts[other]
                                    : is_known == is_other_known;
}

// Whether a row has named the customer.
static inline __attribute__((always_inline)) int is_named(const ck_history *history) {
  return history->next_row != 0;
}

static inline __attribute__((always_inline)) void name_customer(
  ck_histories *into, ck_history *history, uint32_t row) {
  into->order[into->seen.named++] = row;
  history->next_row = row + 1;
}

int32_t ck_gather_histories(
  const ck_purchases *purchases, const int32_t *days, size_t from, size_t count, int32_t last,
  ck_histories *into) {
  const uint32_t *customers = purchases->customers;
  const double *amounts = purchases->amounts;
  ck_history *histories = into->histories;
  ck_history_tally *seen = &into->seen;
  uint32_t is_out_of_order = 0;
  size_t negative = 0;
  for (size_t i = 0; i < count; i++) {
    size_t row = from + i;
    int32_t day = days[i];
    // Customers come in any order, and their histories do not fit into the fastest memory.
    if (i + 16 < count) __builtin_prefetch(histories + customers[row + 16], 1);
    ck_history *history = histories + customers[row];
    if (!is_named(history)) name_customer(into, history, (uint32_t)row);
    if (day == CK_NO_DAY || day > last) {
      seen->rows.without_date += day == CK_NO_DAY;
      seen->rows.late += day != CK_NO_DAY;
      continue;
    }
    double amount = 0;
    if (amounts) {
      if (is_amount_known(purchases, row)) amount = amounts[row];
      else seen->without_amount++;
      negative += amount < 0;
    }
    uint32_t code = CK_DAY_CODE(day);
    if (history->last == code) {
      seen->same_day++;
      seen->repeated += (size_t)have_same_amount(purchases, row, history->next_row - 1);
      if (history->repeats) history->spent += amount;
      else history->first_spent += amount;
    } else if (!history->last) {
      into->starts[seen->started++] = (uint32_t)row;
      history->first = history->last = code;
      history->first_spent = amount;
    } else {
      is_out_of_order |= code < history->last;
      history->last = code;
      history->repeats++;
      history->spent += amount;
    }
    history->next_row = (uint32_t)row + 1;
  }
  seen->negative += negative;
  return !is_out_of_order;
}

static void add_tally(const ck_history_tally *later, ck_history_tally *seen) {
  seen->rows.without_date += later->rows.without_date;
  seen->rows.late += later->rows.late;
  seen->same_day += later->same_day;
  seen->repeated += later->repeated;
  seen->without_amount += later->without_amount;
  seen->negative += later->negative;
}

int32_t ck_join_histories(
  const ck_purchases *purchases, const ck_histories *later, ck_histories *into) {
  uint32_t is_out_of_order = 0;
  for (size_t k = 0; k < later->seen.named; k++) {
    ck_history *history = into->histories + purchases->customers[later->order[k]];
    if (!is_named(history)) name_customer(into, history, later->order[k]);
  }
  for (size_t k = 0; k < later->seen.started; k++) {
    size_t row = later->starts[k], customer = purchases->customers[row];
    const ck_history *next = later->histories + customer;
    ck_history *history = into->histories + customer;
    if (!history->last) {
      into->starts[into->seen.started++] = (uint32_t)row;
      *history = *next;
      continue;
    }
    is_out_of_order |= next->first < history->last;
    if (next->first != history->last) {
      history->repeats++;
      history->spent += next->first_spent;
    } else {
      into->seen.same_day++;
      into->seen.repeated += (size_t)have_same_amount(purchases, row, history->next_row - 1);
      if (history->repeats) history->spent += next->first_spent;
      else history->first_spent += next->first_spent;
    }
    history->last = next->last;
    history->repeats += next->repeats;
    history->spent += next->spent;
    history->next_row = next->next_row;
  }
  add_tally(&later->seen, &into->seen);
  return !is_out_of_order;
}
