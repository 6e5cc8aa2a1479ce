// SQLite's C API as the system has it; linked statically, so that the server is one file.
#include <malloc.h>
#include <sqlite3.h>
#include <sys/syscall.h>
#include <unistd.h>

// Variadic in C, and therefore not imported. Without statistics of its memory, which nobody asks
// for, SQLite takes no global lock for each allocation. To be called before any other function.
static inline int csqlite_disable_memory_statistics(void) {
    return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

// Variadic in C, and therefore not imported. Closes the doors of a connection that runs queries
// which somebody else has written: no writing to the schema's own tables, no code from files.
static inline void csqlite_harden(sqlite3 *connection) {
    sqlite3_db_config(connection, SQLITE_DBCONFIG_DEFENSIVE, 1, (int *)0);
    sqlite3_db_config(connection, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, (int *)0);
    sqlite3_db_config(connection, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, (int *)0);
}

// Variadic in C, and therefore not imported. Joins go without Bloom filters: SQLite 3.40 makes them of wrong values where the inner table
// is searched by an index of an expression, and leaves out rows. The bit is that of `SQLITE_BloomFilter` in its sources.
static inline void csqlite_leave_out_bloom_filters(sqlite3 *connection) {
    const unsigned int bloom_filters = 0x00080000;
    sqlite3_test_control(SQLITE_TESTCTRL_OPTIMIZATIONS, connection, bloom_filters);
}

// Not in the headers that Swift's Glibc shows. Gives free memory within the heap back to the system.
static inline void csqlite_trim_heap(void) { malloc_trim(0); }

// Not in those headers either. glibc gives each thread that waits for another an arena of its own, up to
// eight for each core, and what is free in one is of no use to the others; with too few, threads wait for each other. And it
// gives the top of the heap back after each batch, only to have the next one's pages made anew: that is left to the function above.
// To be called before the threads are made that matter.
static inline void csqlite_set_up_heap(int arenas, int kept) {
    mallopt(M_ARENA_MAX, arenas);
    mallopt(M_TRIM_THRESHOLD, kept);
    mallopt(M_MMAP_THRESHOLD, 1 << 20);
}

// Not in those headers. Has the system begin to write what a file has new, and does not wait for the end of it; a file system that cannot do
// that says so, which is not looked at.
static inline void csqlite_begin_writing(int file) {
    const long from = 0, all = 0, write_only = 2; // SYNC_FILE_RANGE_WRITE
    (void)syscall(SYS_sync_file_range, file, from, all, write_only);
}
