#include "czlib.h"

#include <stdlib.h>
#include <zlib.h>

struct cz_inflater {
  z_stream stream;
};

/// 15 bits of window, and 16 for a gzip header.
static const int window = 15 + 16;

static cz_inflater *create(int bits) {
  cz_inflater *inflater = calloc(1, sizeof *inflater);
  if (!inflater) return NULL;
  if (inflateInit2(&inflater->stream, bits) != Z_OK) {
    free(inflater);
    return NULL;
  }
  return inflater;
}

cz_inflater *cz_create(void) { return create(window); }

cz_inflater *cz_create_raw(void) { return create(-15); }

void cz_destroy(cz_inflater *inflater) {
  if (!inflater) return;
  inflateEnd(&inflater->stream);
  free(inflater);
}

int32_t cz_inflate(
  cz_inflater *inflater, const uint8_t *input, size_t input_count, size_t *taken, uint8_t *output,
  size_t output_count, size_t *written) {
  z_stream *stream = &inflater->stream;
  uInt in = input_count > 1 << 30 ? 1 << 30 : (uInt)input_count;
  uInt out = output_count > 1 << 30 ? 1 << 30 : (uInt)output_count;
  stream->next_in = (Bytef *)input;
  stream->avail_in = in;
  stream->next_out = output;
  stream->avail_out = out;
  int result = inflate(stream, Z_NO_FLUSH);
  *taken = in - stream->avail_in;
  *written = out - stream->avail_out;
  if (result == Z_STREAM_END) return CZ_END;
  return result == Z_OK || result == Z_BUF_ERROR ? CZ_OK : CZ_DAMAGED;
}

int32_t cz_restart(cz_inflater *inflater) {
  return inflateReset(&inflater->stream) == Z_OK ? CZ_OK : CZ_DAMAGED;
}

uint32_t cz_crc32(uint32_t crc, const uint8_t *bytes, size_t count) {
  while (count > 0) {
    uInt step = count > 1 << 30 ? 1 << 30 : (uInt)count;
    crc = (uint32_t)crc32(crc, bytes, step);
    bytes += step;
    count -= step;
  }
  return crc;
}

size_t cz_deflate_bound(size_t count) { return count + count / 1000 + 1024; }

size_t cz_deflate(const uint8_t *input, size_t input_count, uint8_t *output, size_t output_count) {
  z_stream stream = {0};
  if (input_count > 1 << 30 || output_count > UINT32_MAX) return 0;
  if (deflateInit2(&stream, 6, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY) != Z_OK) return 0;
  stream.next_in = (Bytef *)input;
  stream.avail_in = (uInt)input_count;
  stream.next_out = output;
  stream.avail_out = (uInt)output_count;
  int result = deflate(&stream, Z_FINISH);
  size_t written = output_count - stream.avail_out;
  deflateEnd(&stream);
  return result == Z_STREAM_END ? written : 0;
}
