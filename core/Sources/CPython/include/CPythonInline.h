// Each of these functions is a few instructions on a hot path. Without the attribute the
// compiler calls them, because Swift emits each C entry point's body twice.
#ifndef MARTLET_CPYTHON_INLINE_H
#define MARTLET_CPYTHON_INLINE_H

#define MARTLET_INLINE static inline __attribute__((always_inline))

#endif
