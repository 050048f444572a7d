#ifndef CKERNELS_H
#define CKERNELS_H

#include <stddef.h>
#include <stdint.h>

/// What was met on the way through a text.
typedef struct {
  /// How many positions were written: of separators and line ends outside quotes.
  size_t marks;
  /// Those of them that end a line: LF, or CR that no LF follows.
  size_t line_ends;
  /// Line ends inside quotes.
  size_t quoted_line_ends;
  /// A quote is open at the end.
  int32_t ends_in_quotes;
  /// A quote stands elsewhere than around a whole cell or doubled inside one: positions mean nothing.
  int32_t has_odd_quotes;
  int32_t has_nul;
  /// Bytes of 0x80 and above.
  int32_t has_high;
} ck_marks;

/// Finds the separators and line ends outside quotes in `count` bytes that start outside quotes.
/// 64 bytes beyond may be read; `positions` has room for `count + 64`. `is_end` is 0 where more text
/// follows, so that a CR in the last place is not known yet and left out. `quoted` gets the places of
/// line ends inside quotes, and has the same room.
void ck_find_marks(
  const uint8_t *text, size_t count, uint8_t separator, uint8_t quote, int32_t is_end,
  uint32_t *positions, uint32_t *quoted, ck_marks *found);

/// The same by plain arithmetic on eight bytes.
void ck_find_marks_portably(
  const uint8_t *text, size_t count, uint8_t separator, uint8_t quote, int32_t is_end,
  uint32_t *positions, uint32_t *quoted, ck_marks *found);

/// Writes the ASCII letters at the start of a text in UTF-16 as bytes, and tells how many they are. As many
/// bytes as there are units can be written.
size_t ck_narrow_utf16(const uint8_t *text, size_t units, int32_t is_big_endian, uint8_t *bytes);

/// The place of the first byte of 0x80 and above from `from` on, or `count`.
size_t ck_next_high(const uint8_t *text, size_t from, size_t count);

/// Where cells lie: cell r from `starts[r * stride] + skip` to `ends[r * stride]`. 32 bytes behind the
/// start of each can be read, and the byte before.
typedef struct {
  const uint8_t *text;
  const uint32_t *starts, *ends;
  size_t stride;
  uint32_t skip;
  size_t count;
} ck_cells;

/// Where the texts of cells lie, quotes around them left out; of a cell with a quote inside its quotes, or
/// a blank next to them, as it stands.
void ck_strip_quotes(const ck_cells *cells, uint8_t quote, uint32_t *starts, uint32_t *ends);

/// A word of at most 32 bytes, zeros behind it, with its number plus 1; 0 where the slot is free.
typedef struct {
  uint8_t word[32];
  uint32_t length, code;
} ck_word_slot;

/// Twice as many as a byte has numbers.
enum { CK_WORD_SLOT_BITS = 9, CK_WORD_SLOTS = 1 << CK_WORD_SLOT_BITS };

/// Puts a word that is not there into a table of `CK_WORD_SLOTS`, of which some are free.
void ck_keep_word(ck_word_slot *slots, const uint8_t *text, size_t length, uint32_t code);

/// Gives cells the numbers of their words, quotes around them left out, as long as each is in the table
/// with a number below 255; returns the first cell that is none of these, or blanks stand around it.
size_t ck_find_words(
  const ck_cells *cells, size_t from, uint8_t quote, const ck_word_slot *slots, uint8_t *codes);

/// The same a cell after the other.
size_t ck_find_words_portably(
  const ck_cells *cells, size_t from, uint8_t quote, const ck_word_slot *slots, uint8_t *codes);

/// What packed numbers look like: digits above six bits, of which the lowest two are 0 for a number and
/// the four above tell how many digits stand behind the decimal mark.
typedef struct {
  size_t numbers, whole;
  /// Of whole ones: of four digits and more; of eight, not negative; exactly 0 or 1.
  size_t long_ones, of_eight_digits, zeros_and_ones;
  /// With three digits behind the mark.
  size_t of_three_places;
} ck_number_tally;

void ck_tally_numbers(const int64_t *cells, size_t count, ck_number_tally *tally);

/// Whether this processor has instructions for SHA-256.
int32_t ck_has_sha256(void);

/// One round of SHA-256 for each block of 64 bytes, by these instructions.
void ck_sha256(uint32_t state[8], const uint8_t *bytes, size_t blocks);

/// Asks for the memory at an address, which is read soon.
static inline void ck_prefetch(const void *address) { __builtin_prefetch(address); }

// ---- Columns. Rows are `from ..< from + count`, `from` a multiple of 64; `present` has a bit for each
// row, null where all are.

/// Numbers of the values of a key, taken into the number of each row: slot = slot * factor + number,
/// which is `size - 1` for a row without a value. `factor` is 0 for the first key, `size` for others.
void ck_add_bytes(
  const uint8_t *numbers, const uint64_t *present, size_t from, size_t count, uint32_t size,
  uint32_t factor, uint32_t *slots);
void ck_add_codes(
  const uint32_t *numbers, const uint64_t *present, size_t from, size_t count, uint32_t size,
  uint32_t factor, uint32_t *slots);
/// The number of a value is what it exceeds `first` by; all lie within `size - 2` of it.
void ck_add_integers(
  const int64_t *values, const uint64_t *present, size_t from, size_t count, int64_t first,
  uint32_t size, uint32_t factor, uint32_t *slots);
/// The number of a day is looked up in `table`, which has `span` days from `first` on and then the
/// number of a row without a day.
void ck_add_days(
  const int32_t *days, size_t count, int32_t first, uint32_t span, const uint32_t *table,
  uint32_t factor, uint32_t *slots);

/// How often each slot occurs, added to `counts`; four tables of `size`, which saves waiting.
void ck_count_slots(const uint32_t *slots, size_t count, uint32_t size, uint32_t *counts);

/// The least and the largest exponent of values that are not 0, as their bits have them.
typedef struct {
  uint32_t least, largest;
} ck_exponents;
#define CK_NO_EXPONENTS ((ck_exponents){.least = 0x7FF, .largest = 0})

/// Widens `found` by the exponents of some values.
void ck_survey_exponents(const double *values, size_t count, ck_exponents *found);

/// Exact sums: each value times 2^62 as a whole number of 128 bits, low half first. Returns 0 where a
/// value does not fit: its size must be 0 or at least 2^-10 and below 2^32, which leaves room for
/// 2^32 terms. `slots` are below `size`. `counts` gets how many values each slot has. `known` are the
/// exponents of values among which these are: where they are near each other, nobody has to look for
/// those of the block.
int32_t ck_sum_decimals(
  const uint32_t *slots, uint32_t size, const double *values, const uint64_t *present, size_t from,
  size_t count, const ck_exponents *known, uint64_t *sums, int64_t *counts);
void ck_sum_integers(
  const uint32_t *slots, const int64_t *values, const uint64_t *present, size_t from, size_t count,
  uint64_t *sums, int64_t *counts);

/// Stands for no day.
#define CK_NO_DAY INT32_MIN

/// Days, those that are missing or outside `low ... low + span` as `CK_NO_DAY`.
void ck_read_days(
  const int32_t *days, const uint64_t *present, size_t from, size_t count, int32_t low,
  uint32_t span, int32_t *result);
/// The same of instants, of which a day has `unit`.
void ck_read_instants(
  const int64_t *instants, const uint64_t *present, size_t from, size_t count, int64_t unit,
  int32_t low, uint32_t span, int32_t *result);
/// The least and the largest day, which widen `least` and `largest`.
void ck_day_limits(const int32_t *days, size_t count, int32_t *least, int32_t *largest);

/// What is seen of rows with a start and perhaps an end.
typedef struct {
  size_t without_start, end_before_start;
  /// Of the usable rows.
  int32_t first_start, last_start, last_end;
} ck_stay_survey;
void ck_survey_stays(const int32_t *starts, const int32_t *ends, size_t count, ck_stay_survey *seen);

/// Rows that do not count and ends that are not known on day `last` become `CK_NEVER`.
#define CK_NEVER INT32_MAX
typedef struct {
  size_t start_after, end_after, counted;
} ck_settled;
void ck_settle_stays(int32_t *starts, int32_t *ends, size_t count, int32_t last, ck_settled *seen);
/// The usable rows that end after a day, before they are settled.
size_t ck_count_ends_after(const int32_t *starts, const int32_t *ends, size_t count, int32_t day);

/// Days of a stretch of periods.
typedef struct {
  /// The first day, and the first that does not count.
  int32_t first, known;
  /// The first day of the period of each day; four more places hold `CK_NEVER`.
  const int32_t *period_start;
} ck_stretch;

/// Starts and ends of settled stays by day. With `days = known - first`:
/// - `started[group * days + day]`, with one more place behind the last, which is no day; those here
///   before the stretch count on its first day, and in `before[group]`; `everyone[group]` counts the
///   stays outside the stretch too, where there are groups
/// - `ended[cell * (days + 4) + day]`, of which the last four are no days: in the low half all, in the
///   high half those that started in the period in which they ended
/// `groups` and `cells` are null where all are of one.
void ck_count_calendar(
  const int32_t *starts, const int32_t *ends, const uint32_t *groups, const uint32_t *cells,
  size_t count, const ck_stretch *stretch, uint32_t *started, uint32_t *before, uint32_t *everyone,
  uint64_t *ended);

/// Settled stays by group, period of the start and period of the end, `periods` for those still here:
/// `counts[(group * periods + start) * (periods + 1) + end]`. `table` has the period of the days from
/// `first` on.
void ck_count_cohorts(
  const int32_t *starts, const int32_t *ends, const uint32_t *groups, size_t count, int32_t first,
  uint32_t span, const uint32_t *table, uint32_t periods, uint32_t *counts);

/// Settled stays by group, length in days and whether they ended:
/// `counts[(group * span + length) * 2 + ended]`; those still here were seen until `last`.
void ck_count_lengths(
  const int32_t *starts, const int32_t *ends, const uint32_t *groups, size_t count, int32_t last,
  uint32_t span, uint32_t *counts);

/// Rows of purchases that do not count: without a day, after the last one.
typedef struct {
  size_t without_date, late;
} ck_purchase_tally;

/// Sets the bit of each period in which a customer bought: `words` words a customer, the bit of period
/// p in word p / 64. `table` has the period of the days from `first` to `last`.
void ck_mark_purchases(
  const uint32_t *customers, const int32_t *days, size_t count, int32_t first, int32_t last,
  const uint32_t *table, size_t words, uint64_t *marks, ck_purchase_tally *seen);

/// Counts customers by the period of their first purchase and each period in which they bought:
/// `counts[first * periods + period]`. `marks` has `words` words a customer.
void ck_count_marks(
  const uint64_t *marks, size_t customers, size_t words, size_t periods, uint32_t *counts);

/// A customer's purchases while they are gone through; all zero at the start.
typedef struct {
  /// The days of the first and of the last purchase as `CK_DAY_CODE`; 0 before there is one.
  uint32_t first, last;
  /// Days with a purchase after the first.
  uint32_t repeats;
  /// One more than the last row that counts, or else than some row that names the customer.
  uint32_t next_row;
  /// What the first day and what the repeat days brought.
  double first_spent, spent;
} ck_history;
#define CK_DAY_CODE(day) ((uint32_t)(day) ^ 0x80000000u)

typedef struct {
  ck_purchase_tally rows;
  /// Rows on a day of an earlier row of the customer, and those of them with the same amount, or like it
  /// without one; none where there are no amounts at all.
  size_t same_day, repeated;
  /// Of the rows that count: without an amount, with one below 0.
  size_t without_amount, negative;
  /// Customers that rows have named, and those with a purchase that counts.
  size_t named, started;
} ck_history_tally;

/// What is gathered from some rows: a history for each customer, the row that names each first, the
/// row of each one's first purchase that counts, one after the other.
typedef struct {
  ck_history *histories;
  uint32_t *order, *starts;
  ck_history_tally seen;
} ck_histories;

/// Purchases, row by row: the number of the customer, and the amount where there are any, which is
/// known where `present` is null or has a 1 and it is a finite number.
typedef struct {
  const uint32_t *customers;
  const double *amounts;
  const uint64_t *present;
} ck_purchases;

/// Adds the purchases of some rows, whose days these are. Returns 0 where the rows of a customer are not
/// in the order of days: then the histories mean nothing.
int32_t ck_gather_histories(
  const ck_purchases *purchases, const int32_t *days, size_t from, size_t count, int32_t last,
  ck_histories *into);
/// Adds what was gathered from later rows, with the same result.
int32_t ck_join_histories(
  const ck_purchases *purchases, const ck_histories *later, ck_histories *into);

/// Whether every number is greater than the one before.
int32_t ck_are_ascending_codes(const uint32_t *codes, size_t count);
int32_t ck_are_ascending_integers(const int64_t *values, size_t count);
/// Whether no number occurs twice; `seen` has a bit for each, all 0.
int32_t ck_are_distinct_codes(const uint32_t *codes, size_t count, uint64_t *seen);
int32_t ck_are_distinct_integers(
  const int64_t *values, size_t count, int64_t first, uint64_t *seen);

/// Bits of rows for which a comparison holds: 0 equal, 1 not equal, 2 less, 3 less or equal, 4 greater,
/// 5 greater or equal. The last word is filled up with 0.
void ck_compare_decimals(
  const double *values, size_t count, int32_t comparison, double constant, uint64_t *bits);
void ck_compare_bytes(const uint8_t *values, size_t count, uint8_t constant, uint64_t *bits);
/// Bits of rows whose number has a 1 in `table`, which holds 0 and 1 only, of bytes 256 of them.
void ck_look_up_bytes(const uint8_t *values, size_t count, const uint8_t *table, uint64_t *bits);
void ck_look_up_codes(
  const uint32_t *values, size_t count, const uint8_t *table, uint32_t table_size, uint64_t *bits);

#endif
