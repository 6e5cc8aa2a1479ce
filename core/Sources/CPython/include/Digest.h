// SHA-256 by the processor's own instructions, which Swift has no names for.
#ifndef MARTLET_DIGEST_H
#define MARTLET_DIGEST_H

#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

// The constants of the 64 rounds.
const uint32_t *martlet_sha256_constants(void);

// Takes `count` blocks of 64 bytes into the state of eight words; 0, with nothing done, where the processor cannot.
int martlet_sha256_blocks(uint32_t *state, const uint8_t *blocks, size_t count);

#pragma clang assume_nonnull end

#endif
