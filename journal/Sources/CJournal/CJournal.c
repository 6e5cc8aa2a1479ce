// For fallocate. Not in the header: there it would change what Glibc's own module declares.
#define _GNU_SOURCE 1
#include "CJournal.h"

// Thread-local storage cannot be declared in Swift without a runtime.
static __thread uint64_t thread_generation = UINT64_MAX;
static __thread uint32_t thread_id;

uint32_t mj_thread_id(uint64_t generation) {
    if (thread_generation != generation) {
        thread_id = (uint32_t)syscall(SYS_gettid);
        thread_generation = generation;
    }
    return thread_id;
}

// Writes zeros in large pieces, which the kernel keeps in large pieces of memory.
static int write_zeros(int descriptor, uint64_t size) {
    size_t piece = 256 * 1024;
    char *zeros = calloc(1, piece);
    if (zeros == NULL) return ENOMEM;
    int status = 0;
    for (uint64_t at = 0; at < size && status == 0;) {
        uint64_t left = size - at;
        ssize_t wrote = pwrite(descriptor, zeros, left < piece ? left : piece, (off_t)at);
        if (wrote > 0) at += (uint64_t)wrote;
        else if (wrote == 0) status = ENOSPC;
        else if (errno != EINTR) status = errno;
    }
    free(zeros);
    return status;
}

int mj_allocate(int descriptor, uint64_t size) {
    if (ftruncate(descriptor, (off_t)size) != 0) return errno;
    // posix_fallocate would emulate with one write per block and cannot tell that it does.
    int status = fallocate(descriptor, 0, 0, (off_t)size) == 0 ? 0 : errno;
    if (status != 0 && status != EOPNOTSUPP && status != ENOSYS && status != EINTR) return status;
    // Pages that are in memory already, in large pieces, are mapped at a fifth of what it costs to have
    // each one made at its first touch: that was a quarter of what a span took. Where the blocks are
    // allocated it does no harm if this fails.
    int written = write_zeros(descriptor, size);
    return status == 0 ? 0 : written;
}
