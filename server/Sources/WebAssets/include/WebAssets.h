#ifndef MARTLET_WEB_ASSETS_H
#define MARTLET_WEB_ASSETS_H

#include <stddef.h>

/// A file, embedded when this was compiled.
struct web_asset {
    const unsigned char *bytes;
    size_t count;
};

struct web_asset web_asset_stylesheet(void);
struct web_asset web_asset_icon(void);

#endif
