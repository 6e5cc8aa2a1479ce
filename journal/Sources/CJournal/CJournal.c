// For fallocate. Not in the header: there it would change what Glibc's own module declares.
#define _GNU_SOURCE 1
#include "CJournal.h"

#include <sys/resource.h>

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

// Not constant: then it would take up as much of the file that this is linked into.
static char zeros[65536];

// Beyond the limit the kernel sends SIGXFSZ, which would end a program that has not ignored it.
static int exceeds_limit(uint64_t size) {
    struct rlimit limit;
    return getrlimit(RLIMIT_FSIZE, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY && size > limit.rlim_cur;
}

static int fill(int descriptor, uint64_t from, uint64_t to) {
    for (uint64_t at = from; at < to;) {
        uint64_t left = to - at;
        ssize_t wrote = pwrite(descriptor, zeros, left < sizeof zeros ? left : sizeof zeros, (off_t)at);
        if (wrote < 0 && errno == EINTR) continue;
        if (wrote <= 0) return errno ? errno : ENOSPC;
        at += (uint64_t)wrote;
    }
    return 0;
}

int mj_allocate(int descriptor, uint64_t size) {
    if (exceeds_limit(size)) return EFBIG;
    if (ftruncate(descriptor, (off_t)size) != 0) return errno;
    // posix_fallocate would emulate with one write per block and cannot tell that it does.
    if (fallocate(descriptor, 0, 0, (off_t)size) == 0) return 0;
    if (errno != EOPNOTSUPP && errno != ENOSYS && errno != EINTR) return errno;
    return fill(descriptor, 0, size);
}

void mj_write_zeros(int descriptor, uint64_t from, uint64_t to) {
    if (!exceeds_limit(to)) fill(descriptor, from, to);
}
