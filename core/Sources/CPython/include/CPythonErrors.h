// Exceptions: their types are global variables, which Swift 6 does not let us read, and
// formatting is variadic, which Swift does not import.
#ifndef MARTLET_CPYTHON_ERRORS_H
#define MARTLET_CPYTHON_ERRORS_H

#include <Python.h>

#pragma clang assume_nonnull begin

static inline PyObject *martlet_AttributeError(void) { return PyExc_AttributeError; }
static inline PyObject *martlet_BaseException(void) { return PyExc_BaseException; }
static inline PyObject *martlet_DeprecationWarning(void) { return PyExc_DeprecationWarning; }
static inline PyObject *martlet_Exception(void) { return PyExc_Exception; }
static inline PyObject *martlet_ImportError(void) { return PyExc_ImportError; }
static inline PyObject *martlet_KeyError(void) { return PyExc_KeyError; }
static inline PyObject *martlet_MemoryError(void) { return PyExc_MemoryError; }
static inline PyObject *martlet_ModuleNotFoundError(void) { return PyExc_ModuleNotFoundError; }
static inline PyObject *martlet_NotImplementedError(void) { return PyExc_NotImplementedError; }
static inline PyObject *martlet_OSError(void) { return PyExc_OSError; }
static inline PyObject *martlet_ReferenceError(void) { return PyExc_ReferenceError; }
static inline PyObject *martlet_RuntimeError(void) { return PyExc_RuntimeError; }
static inline PyObject *martlet_StopIteration(void) { return PyExc_StopIteration; }
static inline PyObject *martlet_SystemError(void) { return PyExc_SystemError; }
static inline PyObject *martlet_TypeError(void) { return PyExc_TypeError; }
static inline PyObject *martlet_UserWarning(void) { return PyExc_UserWarning; }
static inline PyObject *martlet_ValueError(void) { return PyExc_ValueError; }

// `PyErr_Format` with at most four pointer arguments (%s, %R, %S, %U, %p): further ones are ignored by it.
static inline void martlet_raise(
    PyObject *type, const char *format, const void *_Nullable a, const void *_Nullable b, const void *_Nullable c,
    const void *_Nullable d
) {
    PyErr_Format(type, format, a, b, c, d);
}

// `PyUnicode_FromFormat`, for the same reason.
static inline PyObject *_Nullable martlet_format(
    const char *format, const void *_Nullable a, const void *_Nullable b, const void *_Nullable c,
    const void *_Nullable d
) {
    return PyUnicode_FromFormat(format, a, b, c, d);
}

// One exception object in place of three, on every version (3.12 made this the interface).
static inline PyObject *_Nullable martlet_take_exception(void) {
#if PY_VERSION_HEX >= 0x030C0000
    return PyErr_GetRaisedException();
#else
    PyObject *type, *value, *traceback;
    PyErr_Fetch(&type, &value, &traceback);
    if (type == NULL) return NULL;
    PyErr_NormalizeException(&type, &value, &traceback);
    if (traceback != NULL) {
        PyException_SetTraceback(value, traceback);
        Py_DECREF(traceback);
    }
    Py_DECREF(type);
    return value;
#endif
}

// Steals its argument, as `PyErr_SetRaisedException` of 3.12 does.
static inline void martlet_restore_exception(PyObject *_Nullable exception) {
#if PY_VERSION_HEX >= 0x030C0000
    PyErr_SetRaisedException(exception);
#else
    if (exception == NULL) {
        PyErr_Restore(NULL, NULL, NULL);
        return;
    }
    PyObject *type = (PyObject *)Py_TYPE(exception);
    Py_INCREF(type);
    PyErr_Restore(type, exception, PyException_GetTraceback(exception));
#endif
}

#pragma clang assume_nonnull end

#endif
