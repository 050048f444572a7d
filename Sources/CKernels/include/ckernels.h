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

/// Blocks of 64 bytes to be digested by the instructions for SHA-256, which there have to be.
typedef struct {
  uint32_t *state;
  const uint8_t *bytes;
  size_t blocks;
} ck_digest;

/// Finds the separators and line ends outside quotes in `count` bytes that start outside quotes.
/// 64 bytes beyond may be read; `positions` has room for `count + 64`. `is_end` is 0 where more text
/// follows, so that a CR in the last place is not known yet and left out. `quoted` gets the places of
/// line ends inside quotes, and has the same room. `digest`, which may be null, is done beside, in
/// little more time than either takes.
void ck_find_marks(
  const uint8_t *text, size_t count, uint8_t separator, uint8_t quote, int32_t is_end,
  uint32_t *positions, uint32_t *quoted, ck_marks *found, ck_digest *digest);

/// The same by plain arithmetic on eight bytes.
void ck_find_marks_portably(
  const uint8_t *text, size_t count, uint8_t separator, uint8_t quote, int32_t is_end,
  uint32_t *positions, uint32_t *quoted, ck_marks *found);

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

/// A word of at most 32 bytes, zeros behind it, with its number plus 1; 0 where the slot is free.
typedef struct {
  uint8_t word[32];
  uint32_t length, code;
} ck_word_slot;

enum { CK_WORD_SLOTS = 1024 };

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

#endif
