// SQLite's C API as the system has it; linked statically, so that the server is one file.
#include <sqlite3.h>

// Variadic in C, and therefore not imported. Without statistics of its memory, which nobody asks
// for, SQLite takes no global lock for each allocation. To be called before any other function.
static inline int csqlite_disable_memory_statistics(void) {
    return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}
