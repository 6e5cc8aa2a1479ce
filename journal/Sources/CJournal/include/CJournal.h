// What the journal needs from libc and cannot import into Swift by itself.
#ifndef MARTLET_CJOURNAL_H
#define MARTLET_CJOURNAL_H

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

// Atomics over memory that is shared through a file. Swift's `Atomic` cannot be laid over memory
// that it did not allocate; C11's builtins can.
static inline uint64_t mj_load_acquire(const uint64_t *_Nonnull word) {
    return __atomic_load_n(word, __ATOMIC_ACQUIRE);
}
static inline uint64_t mj_load_ordered(const uint64_t *_Nonnull word) {
    return __atomic_load_n(word, __ATOMIC_SEQ_CST);
}
static inline void mj_store_release(uint64_t *_Nonnull word, uint64_t value) {
    __atomic_store_n(word, value, __ATOMIC_RELEASE);
}
static inline void mj_store_ordered(uint64_t *_Nonnull word, uint64_t value) {
    __atomic_store_n(word, value, __ATOMIC_SEQ_CST);
}
static inline uint64_t mj_fetch_add_relaxed(uint64_t *_Nonnull word, uint64_t value) {
    return __atomic_fetch_add(word, value, __ATOMIC_RELAXED);
}
static inline uint64_t mj_fetch_add_ordered(uint64_t *_Nonnull word, uint64_t value) {
    return __atomic_fetch_add(word, value, __ATOMIC_SEQ_CST);
}
static inline _Bool mj_compare_exchange(uint64_t *_Nonnull word, uint64_t expected, uint64_t desired) {
    return __atomic_compare_exchange_n(word, &expected, desired, 0, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);
}

// CLOCK_* are macros and `struct timespec` would be filled through a pointer on every record.
static inline uint64_t mj_clock_boottime(void) {
    struct timespec now;
    clock_gettime(CLOCK_BOOTTIME, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}
static inline uint64_t mj_clock_realtime(void) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

// `open`, `fcntl` and `syscall` are variadic, `errno` and MAP_FAILED are macros.
static inline int mj_open(const char *_Nonnull path, int flags, unsigned mode) {
    int descriptor;
    do descriptor = open(path, flags | O_CLOEXEC, mode);
    while (descriptor < 0 && errno == EINTR);
    return descriptor;
}
/// Where the next bytes are that were ever written, at this place or behind it; -1 if there are none.
/// Where the file system does not tell, the place itself.
static inline int64_t mj_seek_data(int descriptor, int64_t place) {
#ifdef __linux__
    // SEEK_DATA, which the headers show under _GNU_SOURCE alone.
    off_t found = lseek(descriptor, place, 3);
    return found >= 0 ? found : errno == ENXIO ? -1 : place;
#else
    return place;
#endif
}

/// Whether no other kernel than this one can write to the file system: it is one on a disk, or in
/// memory, of this machine.
static inline _Bool mj_is_local(const char *_Nonnull path) {
    struct statfs status;
    if (statfs(path, &status) != 0) return 0;
    switch ((unsigned long)status.f_type & 0xFFFFFFFFul) {
    case 0xEF53: case 0x58465342: case 0x9123683E: case 0x01021994: case 0xF2F52010: case 0x2FC12FC1: case 0x794C7630:
        // ext2 to ext4, XFS, Btrfs, tmpfs, F2FS, ZFS, and layers of these (overlay).
        return 1;
    default:
        return 0;
    }
}

static inline int mj_errno(void) { return errno; }
static inline void mj_set_errno(int value) { errno = value; }

/// Allocates the file's blocks for real; where the file system cannot, writes zeros. 0, or an errno.
int mj_allocate(int descriptor, uint64_t size);

/// Writes zeros where nothing was written yet, so that the kernel gets the pages by the piece: a page that is first touched
/// through a mapping costs it three times as much. Where it cannot be done nothing is lost.
void mj_write_zeros(int descriptor, uint64_t from, uint64_t to);

static inline void *_Nullable mj_map_shared(int descriptor, uint64_t size) {
    void *base = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0);
    return base == MAP_FAILED ? NULL : base;
}

/// One private word that the kernel sets to zero in the child of a fork, or NULL where it cannot
/// (before Linux 4.14, and in some sandboxes).
static inline uint64_t *_Nullable mj_map_wiped_on_fork(void) {
#ifdef MADV_WIPEONFORK
    void *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (page == MAP_FAILED) return NULL;
    if (madvise(page, 4096, MADV_WIPEONFORK) == 0) return (uint64_t *)page;
    munmap(page, 4096);
#endif
    return NULL;
}

/// Random bytes from the kernel; false if it has none to give. By number, because `getrandom` of
/// the C library would raise the glibc version that the extension needs.
static inline _Bool mj_random(void *_Nonnull into, size_t count) {
    return syscall(SYS_getrandom, into, count, 0) == (long)count;
}

/// The kernel's number of the calling thread. Asking costs a system call, so it is kept per thread;
/// `generation` changes with a fork, after which the number is another one.
uint32_t mj_thread_id(uint64_t generation);

#endif
