#include "ckernels.h"
#include "sha256_blocks.h"

#if defined(__x86_64__)

int32_t ck_has_sha256(void) {
  return __builtin_cpu_supports("sha") && __builtin_cpu_supports("sse4.1")
    && __builtin_cpu_supports("ssse3");
}

__attribute__((target(SHA256_TARGET))) void ck_sha256(
  uint32_t state[8], const uint8_t *bytes, size_t blocks) {
  sha256_state now = sha256_load(state);
  for (; blocks > 0; blocks--, bytes += 64) sha256_block(&now, bytes);
  sha256_store(now, state);
}

#else

int32_t ck_has_sha256(void) { return 0; }

void ck_sha256(uint32_t state[8], const uint8_t *bytes, size_t blocks) {
  (void)state, (void)bytes, (void)blocks;
}

#endif
