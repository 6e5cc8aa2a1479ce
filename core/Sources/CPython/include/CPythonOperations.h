// Operations on an object whose type has the slot for it, without the call of CPython's function in between.
//
// Each does what the function does that it names; where the slot is missing it leaves everything to that.
#ifndef MARTLET_CPYTHON_OPERATIONS_H
#define MARTLET_CPYTHON_OPERATIONS_H

#include <Python.h>

#include "CPythonInline.h"

#pragma clang assume_nonnull begin

MARTLET_INLINE Py_ssize_t martlet_length(PyObject *object) {
    PySequenceMethods *methods = Py_TYPE(object)->tp_as_sequence;
    if (methods != NULL && methods->sq_length != NULL) return methods->sq_length(object);
    return PyObject_Size(object);
}

MARTLET_INLINE Py_hash_t martlet_hash(PyObject *object) {
    hashfunc hash = Py_TYPE(object)->tp_hash;
    return hash != NULL ? hash(object) : PyObject_Hash(object);
}

MARTLET_INLINE int martlet_is_true(PyObject *object) {
    PyNumberMethods *methods = Py_TYPE(object)->tp_as_number;
    if (methods == NULL || methods->nb_bool == NULL) return PyObject_IsTrue(object);
    int result = methods->nb_bool(object);
    return result > 0 ? 1 : result;
}

MARTLET_INLINE PyObject *_Nullable martlet_item(PyObject *object, PyObject *key) {
    PyMappingMethods *methods = Py_TYPE(object)->tp_as_mapping;
    if (methods != NULL && methods->mp_subscript != NULL) return methods->mp_subscript(object, key);
    return PyObject_GetItem(object, key);
}

MARTLET_INLINE int martlet_contains(PyObject *object, PyObject *item) {
    PySequenceMethods *methods = Py_TYPE(object)->tp_as_sequence;
    if (methods != NULL && methods->sq_contains != NULL) return methods->sq_contains(object, item);
    return PySequence_Contains(object, item);
}

MARTLET_INLINE PyObject *_Nullable martlet_negative(PyObject *object) {
    PyNumberMethods *methods = Py_TYPE(object)->tp_as_number;
    if (methods != NULL && methods->nb_negative != NULL) return methods->nb_negative(object);
    return PyNumber_Negative(object);
}

#pragma clang assume_nonnull end

#endif
