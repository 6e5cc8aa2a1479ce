// zlib as the system has it; linked statically, so that the server is one file.
#include <zlib.h>
