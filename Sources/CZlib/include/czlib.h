#ifndef CZLIB_H
#define CZLIB_H

#include <stddef.h>
#include <stdint.h>

/// Unpacks gzip, member after member.
typedef struct cz_inflater cz_inflater;

/// NULL where there is no memory.
cz_inflater *cz_create(void);
void cz_destroy(cz_inflater *inflater);

/// What became of a call.
enum { CZ_OK = 0, CZ_END = 1, CZ_DAMAGED = -1 };

/// Takes packed bytes from `input` and writes to `output`; `taken` and `written` tell how many. CZ_END
/// after the last byte of a member.
int32_t cz_inflate(
  cz_inflater *inflater, const uint8_t *input, size_t input_count, size_t *taken, uint8_t *output,
  size_t output_count, size_t *written);

/// Another member follows.
int32_t cz_restart(cz_inflater *inflater);

#endif
