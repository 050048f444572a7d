#ifndef CZLIB_H
#define CZLIB_H

#include <stddef.h>
#include <stdint.h>

/// Unpacks gzip, member after member.
typedef struct cz_inflater cz_inflater;

/// NULL where there is no memory.
cz_inflater *cz_create(void);
/// For bytes packed by deflate alone, without a header; NULL where there is no memory.
cz_inflater *cz_create_raw(void);
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

/// The check sum of zip and gzip, going on from `crc`, which is 0 at the start.
uint32_t cz_crc32(uint32_t crc, const uint8_t *bytes, size_t count);

/// The room that packing may take.
size_t cz_deflate_bound(size_t count);

/// Packs at most 1 GiB by deflate, without a header; the bytes written, or 0 where that failed.
size_t cz_deflate(const uint8_t *input, size_t input_count, uint8_t *output, size_t output_count);

#endif
