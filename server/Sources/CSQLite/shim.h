// SQLite's C API as the system has it; linked statically, so that the server is one file.
#include <sqlite3.h>
