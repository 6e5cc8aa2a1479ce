// The fields of a bound method, which CPython has only macros for, and no way to set.
#ifndef MARTLET_CPYTHON_METHODS_H
#define MARTLET_CPYTHON_METHODS_H

#include <Python.h>

#include "CPythonInline.h"
#include "CPythonObjects.h"

#pragma clang assume_nonnull begin

// Whether an object is a bound method that nobody but the one who asks refers to, weak references included.
MARTLET_INLINE int martlet_is_spent_method(PyObject *object) {
    return Py_IS_TYPE(object, &PyMethod_Type) && Py_REFCNT(object) == 1
        && ((PyMethodObject *)object)->im_weakreflist == NULL;
}

// Addresses of the two references that a method owns. The first may not be null when the method dies.
MARTLET_INLINE PyObject *_Nullable *_Nonnull martlet_method_function(PyObject *method) {
    return &((PyMethodObject *)method)->im_func;
}
MARTLET_INLINE PyObject *_Nullable *_Nonnull martlet_method_self(PyObject *method) {
    return &((PyMethodObject *)method)->im_self;
}

#pragma clang assume_nonnull end

#endif
