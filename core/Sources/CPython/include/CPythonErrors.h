// Exceptions: their types are global variables, which Swift 6 does not let us read, and
// formatting is variadic, which Swift does not import.
#ifndef MARTLET_CPYTHON_ERRORS_H
#define MARTLET_CPYTHON_ERRORS_H

#include <Python.h>

#include "CPythonInline.h"

#pragma clang assume_nonnull begin

MARTLET_INLINE PyObject *martlet_AttributeError(void) { return PyExc_AttributeError; }
MARTLET_INLINE PyObject *martlet_BaseException(void) { return PyExc_BaseException; }
MARTLET_INLINE PyObject *martlet_DeprecationWarning(void) { return PyExc_DeprecationWarning; }
MARTLET_INLINE PyObject *martlet_Exception(void) { return PyExc_Exception; }
MARTLET_INLINE PyObject *martlet_ImportError(void) { return PyExc_ImportError; }
MARTLET_INLINE PyObject *martlet_KeyError(void) { return PyExc_KeyError; }
MARTLET_INLINE PyObject *martlet_MemoryError(void) { return PyExc_MemoryError; }
MARTLET_INLINE PyObject *martlet_ModuleNotFoundError(void) { return PyExc_ModuleNotFoundError; }
MARTLET_INLINE PyObject *martlet_NotImplementedError(void) { return PyExc_NotImplementedError; }
MARTLET_INLINE PyObject *martlet_OSError(void) { return PyExc_OSError; }
MARTLET_INLINE PyObject *martlet_RecursionError(void) { return PyExc_RecursionError; }
MARTLET_INLINE PyObject *martlet_ReferenceError(void) { return PyExc_ReferenceError; }
MARTLET_INLINE PyObject *martlet_RuntimeError(void) { return PyExc_RuntimeError; }
MARTLET_INLINE PyObject *martlet_StopIteration(void) { return PyExc_StopIteration; }
MARTLET_INLINE PyObject *martlet_SystemError(void) { return PyExc_SystemError; }
MARTLET_INLINE PyObject *martlet_TypeError(void) { return PyExc_TypeError; }
MARTLET_INLINE PyObject *martlet_RuntimeWarning(void) { return PyExc_RuntimeWarning; }
MARTLET_INLINE PyObject *martlet_UserWarning(void) { return PyExc_UserWarning; }
MARTLET_INLINE PyObject *martlet_ValueError(void) { return PyExc_ValueError; }

// `PyErr_Format` with at most four pointer arguments (%s, %R, %S, %U, %p): further ones are ignored by it.
MARTLET_INLINE void martlet_raise(
    PyObject *type, const char *format, const void *_Nullable a, const void *_Nullable b, const void *_Nullable c,
    const void *_Nullable d
) {
    PyErr_Format(type, format, a, b, c, d);
}

// `PyUnicode_FromFormat`, for the same reason.
MARTLET_INLINE PyObject *_Nullable martlet_format(
    const char *format, const void *_Nullable a, const void *_Nullable b, const void *_Nullable c,
    const void *_Nullable d
) {
    return PyUnicode_FromFormat(format, a, b, c, d);
}

// One exception object in place of three, on every version (3.12 made this the interface).
MARTLET_INLINE PyObject *_Nullable martlet_take_exception(void) {
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
MARTLET_INLINE void martlet_restore_exception(PyObject *_Nullable exception) {
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
