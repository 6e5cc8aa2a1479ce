// In C because #embed takes a moment here; see WebAssets.c.
#include "APIDocument.h"

// Clang knows #embed in every mode; what it says without this is that C23 is newer.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char document[] = {
#embed "openapi.json"
};

struct api_document api_document(void) {
    return (struct api_document){document, sizeof document};
}
