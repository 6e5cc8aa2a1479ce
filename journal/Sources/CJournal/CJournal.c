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
