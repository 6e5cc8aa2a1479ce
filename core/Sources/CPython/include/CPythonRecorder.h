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
static inline PyObject *martlet_KeyboardInterrupt(void) { return PyExc_KeyboardInterrupt; }
static inline PyObject *martlet_SystemExit(void) { return PyExc_SystemExit; }
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

// The running context and its version, which changes with every change of the context, of its
// variables and with every switch to another one. Fields of a structure that has bit fields in some versions.
static inline PyThreadState *martlet_thread(void) { return PyThreadState_Get(); }
static inline uint64_t martlet_thread_number(PyThreadState *thread) { return thread->id; }
static inline uint64_t martlet_context_version(PyThreadState *thread) { return thread->context_ver; }
static inline PyObject *_Nullable martlet_context(PyThreadState *thread) { return thread->context; }

// Whether changing an object in place can be seen by nobody else if its count is one: so only
// while one thread runs at a time.
#ifdef Py_GIL_DISABLED
enum { martlet_counts_tell = 0 };
#else
enum { martlet_counts_tell = 1 };
#endif

// Asks a collected object for the objects that it refers to; the slot, null for objects without.
static inline int martlet_traverse(PyObject *object, visitproc visit, void *_Nullable argument) {
    traverseproc traverse = Py_TYPE(object)->tp_traverse;
    return traverse == NULL ? 0 : traverse(object, visit, argument);
}
// The length of an object's memory, whose type may have items of a size of its own.
static inline Py_ssize_t martlet_size(PyObject *object) {
    PyTypeObject *type = Py_TYPE(object);
    return type->tp_itemsize == 0 ? type->tp_basicsize : type->tp_basicsize + Py_SIZE(object) * type->tp_itemsize;
}
// Whether it is a part of the map that a context keeps its variables in. Those types are not exported.
static inline int martlet_is_context_map(PyObject *object) {
    const char *name = Py_TYPE(object)->tp_name;
    return name[0] == 'h' && name[1] == 'a' && name[2] == 'm' && name[3] == 't';
}

// What a call returned that has still to run: macros.
enum { martlet_runs_nothing, martlet_runs_coroutine, martlet_runs_generator, martlet_runs_async_generator };
static inline int martlet_still_runs(PyObject *object) {
    if (PyGen_CheckExact(object)) return martlet_runs_generator;
    if (PyCoro_CheckExact(object)) return martlet_runs_coroutine;
    if (PyAsyncGen_CheckExact(object)) return martlet_runs_async_generator;
    return martlet_runs_nothing;
}
enum {
    martlet_code_rest = CO_VARARGS,
    martlet_code_keywords = CO_VARKEYWORDS,
    martlet_code_generator = CO_GENERATOR,
    martlet_code_coroutine = CO_COROUTINE,
    martlet_code_iterable_coroutine = CO_ITERABLE_COROUTINE,
    martlet_code_async_generator = CO_ASYNC_GENERATOR,
};
// A flag of a type that is wider than `int` in some versions' macros.
enum { martlet_flag_method_descriptor = Py_TPFLAGS_METHOD_DESCRIPTOR };
static inline int martlet_is_method_descriptor(PyObject *object) {
    return PyType_HasFeature(Py_TYPE(object), Py_TPFLAGS_METHOD_DESCRIPTOR) != 0;
}

// Whether this thread is writing a value down, so that what the value's own code calls is not recorded.
int *martlet_capturing(void);

// An array of unknown length, which the importer leaves out.
extern const char martlet_version[];
static inline const char *martlet_version_text(void) { return martlet_version; }

// Raises an exception again, at the next moment at which the interpreter looks for signals. Steals it.
void martlet_raise_again(PyObject *exception);

// The address of the process's recorder, shared by all interpreters; 0 until there is one.
uint64_t *martlet_recorder_word(void);

#pragma clang assume_nonnull end

#endif
