#ifndef MARTLET_API_DOCUMENT_H
#define MARTLET_API_DOCUMENT_H

#include <stddef.h>

/// The OpenAPI document, embedded when this was compiled.
struct api_document {
    const unsigned char *bytes;
    size_t count;
};

struct api_document api_document(void);

#endif
