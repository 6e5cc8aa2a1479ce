// Operations on an object whose type is known, or has the slot for them, without the calls of CPython's functions in between.
//
// Each does what the function does that it names; where the slot is missing it leaves everything to that.
#ifndef MARTLET_CPYTHON_OPERATIONS_H
#define MARTLET_CPYTHON_OPERATIONS_H

#include <Python.h>

#include "CPythonInline.h"
#include "CPythonObjects.h"

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

// A call of a method of a type written in C, without arguments, for an object that is known to be of this type. The
// function behind the method is called at once: the checks in between are for objects that are not known.
MARTLET_INLINE PyObject *_Nullable martlet_call_builtin_method(PyObject *method, PyObject *object) {
    PyMethodDef *definition = ((PyMethodDescrObject *)method)->d_method;
    if (definition->ml_flags == METH_NOARGS) return definition->ml_meth(object, NULL);
    if (definition->ml_flags != (METH_VARARGS | METH_KEYWORDS)) return PyObject_Vectorcall(method, &object, 1, NULL);
    PyObject *empty = PyTuple_New(0);
    if (empty == NULL) return NULL;
    PyObject *result = ((PyCFunctionWithKeywords)(void (*)(void))definition->ml_meth)(object, empty, NULL);
    Py_DECREF(empty);
    return result;
}

// Whether a call of an object is `type.__call__`, of a class that leaves making its objects to `object.__new__`.
MARTLET_INLINE int martlet_makes_plain_objects(PyObject *callable) {
    if (Py_TYPE(callable)->tp_call != PyType_Type.tp_call) return 0;
    PyTypeObject *type = (PyTypeObject *)callable;
    return type->tp_new == PyBaseObject_Type.tp_new && type->tp_vectorcall == NULL;
}

// `object.__new__(type)`, for a class with an `__init__` of its own: then it takes no notice of further arguments.
MARTLET_INLINE PyObject *_Nullable martlet_make_plain_object(PyTypeObject *type) {
    PyObject *empty = PyTuple_New(0);
    if (empty == NULL) return NULL;
    PyObject *object = PyBaseObject_Type.tp_new(type, empty, NULL);
    Py_DECREF(empty);
    return object;
}

// `function(object, *arguments)` of a function written in Python, with the object in the spare word before the arguments.
MARTLET_INLINE PyObject *_Nullable martlet_call_of(
    PyObject *function, PyObject *object, PyObject *const _Nullable *_Nonnull arguments, Py_ssize_t flags,
    PyObject *_Nullable names
) {
    PyObject **block = (PyObject **)arguments - 1;
    PyObject *kept = block[0];
    block[0] = object;
    size_t count = (size_t)martlet_positional_count(flags) + 1;
    PyObject *result = ((PyFunctionObject *)function)->vectorcall(function, block, count, names);
    block[0] = kept;
    return result;
}

#pragma clang assume_nonnull end

#endif
