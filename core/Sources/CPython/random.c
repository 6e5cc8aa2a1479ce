// The Embedded standard library names `arc4random_buf` for the seed of its hashing, even where
// nothing hashes. glibc has it since 2.36; with one of our own the extension loads on older ones.
#include <errno.h>
#include <stddef.h>
#include <sys/syscall.h>
#include <unistd.h>

__attribute__((visibility("hidden"))) void arc4random_buf(void *buffer, size_t count) {
    unsigned char *at = buffer;
    while (count > 0) {
        long got = syscall(SYS_getrandom, at, count, 0);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return;  // a seed that is not random is still a seed
        at += got;
        count -= (size_t)got;
    }
}
