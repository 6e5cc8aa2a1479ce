// What Swift cannot import from CPython's headers, and nothing else.
//
// Each declaration says why it is here: a macro, a variadic function, a name that
// differs between versions, a private function that every version exports, or a pointer
// that must be known as never null (an unannotated one costs a test at every use).
#ifndef MARTLET_CPYTHON_H
#define MARTLET_CPYTHON_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <structmember.h>

#include "CPythonErrors.h"
#include "CPythonMethods.h"
#include "CPythonObjects.h"
#include "CPythonOperations.h"
#include "CPythonRecorder.h"
#if __has_include("CPythonRecorder.h")
#include "CPythonRecorder.h"
#endif
#include "CPythonSlots.h"
#include "CPythonTypes.h"
#include "CPythonValues.h"
#include "Digest.h"

// The entry points of the module, written in Swift (`Module/Module+entry.swift`) and
// named by the static `PyModuleDef` in `module.c`.
int martlet_module_execute(PyObject *_Nonnull module);
int martlet_module_traverse(PyObject *_Nonnull module, visitproc _Nonnull visit, void *_Nullable argument);
int martlet_module_clear(PyObject *_Nonnull module);
void martlet_module_free(void *_Nonnull module);

// A macro on the compiler's command line.
extern const char martlet_version[];
static inline int martlet_add_version(PyObject *_Nonnull module) {
    return PyModule_AddStringConstant(module, "__version__", martlet_version);
}

#endif
