// In C because #embed takes a moment here, where Swift packages' own embedding makes an array
// literal that takes the compiler most of a minute.
#include "WebAssets.h"

// Clang knows #embed in every mode; what it says without this is that C23 is newer.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char stylesheet[] = {
#embed "martlet.css"
};

static const unsigned char icon[] = {
#embed "martlet.svg"
};

struct web_asset web_asset_stylesheet(void) {
    return (struct web_asset){stylesheet, sizeof stylesheet};
}

struct web_asset web_asset_icon(void) {
    return (struct web_asset){icon, sizeof icon};
}
