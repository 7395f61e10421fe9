// SHA-256 as FIPS 180-4 defines it. A library of its own for one digest costs every user minutes of build time.
#ifndef PLUMB_SHA256_H
#define PLUMB_SHA256_H

#include <stddef.h>
#include <stdint.h>

typedef struct {
    uint32_t state[8];
    uint64_t length;
    uint8_t block[64];
} plumb_sha256;

void plumb_sha256_begin(plumb_sha256 *hash);
void plumb_sha256_update(plumb_sha256 *hash, const void *bytes, size_t count);
// Writes 32 bytes. The hash must not be used afterward.
void plumb_sha256_finish(plumb_sha256 *hash, uint8_t *digest);

#endif
