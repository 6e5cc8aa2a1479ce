// What the recorder needs: checks that are macros, exception types that are variables, and one
// word of memory that all interpreters of a process share.
#ifndef MARTLET_CPYTHON_RECORDER_H
#define MARTLET_CPYTHON_RECORDER_H

#include <Python.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

static inline int martlet_is_integer(PyObject *object) { return PyLong_Check(object); }
static inline int martlet_is_float(PyObject *object) { return PyFloat_Check(object); }
static inline int martlet_is_ascii(PyObject *text) { return PyUnicode_IS_ASCII(text); }

// Direct access to the text of an ASCII string. `PyUnicode_AsUTF8AndSize` would, for others, leave
// a second copy of the text in the program's own object.
static inline const char *martlet_ascii_text(PyObject *text) { return (const char *)PyUnicode_DATA(text); }
static inline Py_ssize_t martlet_text_length(PyObject *text) { return PyUnicode_GET_LENGTH(text); }
static inline const char *martlet_bytes_text(PyObject *bytes) { return PyBytes_AS_STRING(bytes); }
static inline Py_ssize_t martlet_bytes_count(PyObject *bytes) { return PyBytes_GET_SIZE(bytes); }

static inline PyObject *martlet_GeneratorExit(void) { return PyExc_GeneratorExit; }
static inline PyObject *martlet_StopAsyncIteration(void) { return PyExc_StopAsyncIteration; }

// The iterator slot, null where a type has none, and a macro around the awaitable's send.
static inline PyObject *_Nullable martlet_next(PyObject *iterator) {
    iternextfunc next = Py_TYPE(iterator)->tp_iternext;
    if (next == NULL) {
        PyErr_Format(PyExc_TypeError, "'%.200s' object is not an iterator", Py_TYPE(iterator)->tp_name);
        return NULL;
    }
    return next(iterator);
}
// `am_await`, as the `await` expression asks for it.
static inline PyObject *_Nullable martlet_awaitable_iterator(PyObject *object) {
    PyAsyncMethods *methods = Py_TYPE(object)->tp_as_async;
    if (methods == NULL || methods->am_await == NULL) {
        Py_INCREF(object);  // a coroutine made from a generator drives itself
        return object;
    }
    return methods->am_await(object);
}
static inline PyObject *_Nullable martlet_async_next(PyObject *iterator) {
    PyAsyncMethods *methods = Py_TYPE(iterator)->tp_as_async;
    if (methods == NULL || methods->am_anext == NULL) {
        PyErr_Format(PyExc_TypeError, "'%.200s' object is not an async iterator", Py_TYPE(iterator)->tp_name);
        return NULL;
    }
    return methods->am_anext(iterator);
}

// An array of unknown length, which the importer leaves out.
extern const char martlet_version[];
static inline const char *martlet_version_text(void) { return martlet_version; }

// The address of the process's recorder, shared by all interpreters; 0 until there is one.
uint64_t *martlet_recorder_word(void);

#pragma clang assume_nonnull end

#endif
