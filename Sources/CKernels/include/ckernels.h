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

/// The place of the first byte of 0x80 and above from `from` on, or `count`.
size_t ck_next_high(const uint8_t *text, size_t from, size_t count);

/// Whether this processor has instructions for SHA-256.
int32_t ck_has_sha256(void);

/// One round of SHA-256 for each block of 64 bytes, by these instructions.
void ck_sha256(uint32_t state[8], const uint8_t *bytes, size_t blocks);

/// Asks for the memory at an address, which is read soon.
static inline void ck_prefetch(const void *address) { __builtin_prefetch(address); }

#endif
