// The definition of the module. It is static and never written to, because every
// interpreter of a process imports the extension through this one object.
// (`PyModuleDef_Init` fills in its index, under the lock that imports hold.)
#include "CPython.h"

// One word of per-interpreter memory: the address of Swift's `ModuleState`.
enum { state_size = sizeof(void *) };

static PyModuleDef_Slot slots[] = {
    {Py_mod_exec, martlet_module_execute},
#ifdef Py_mod_multiple_interpreters
    {Py_mod_multiple_interpreters, Py_MOD_PER_INTERPRETER_GIL_SUPPORTED},
#endif
    {0, NULL},
};

PyModuleDef martlet_module_definition = {
    PyModuleDef_HEAD_INIT,
    .m_name = "martlet._core",
    .m_size = state_size,
    .m_slots = slots,
    .m_traverse = martlet_module_traverse,
    .m_clear = martlet_module_clear,
    .m_free = martlet_module_free,
};

PyMODINIT_FUNC PyInit__core(void) { return PyModuleDef_Init(&martlet_module_definition); }

#ifndef MARTLET_VERSION
#error "MARTLET_VERSION is passed by Package.swift"
#endif
const char martlet_version[] = MARTLET_VERSION;
