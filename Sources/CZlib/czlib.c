#include "czlib.h"

#include <stdlib.h>
#include <zlib.h>

struct cz_inflater {
  z_stream stream;
};

/// 15 bits of window, and 16 for a gzip header.
static const int window = 15 + 16;

cz_inflater *cz_create(void) {
  cz_inflater *inflater = calloc(1, sizeof *inflater);
  if (!inflater) return NULL;
  if (inflateInit2(&inflater->stream, window) != Z_OK) {
    free(inflater);
    return NULL;
  }
  return inflater;
}

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
