// Types: the built-in ones are global variables, and the checks are macros.
#ifndef MARTLET_CPYTHON_TYPES_H
#define MARTLET_CPYTHON_TYPES_H

#include <Python.h>

#include "CPythonInline.h"
#include "CPythonObjects.h"

#pragma clang assume_nonnull begin

MARTLET_INLINE PyTypeObject *martlet_type_type(void) { return &PyType_Type; }
MARTLET_INLINE PyTypeObject *martlet_type_module(void) { return &PyModule_Type; }
MARTLET_INLINE PyTypeObject *martlet_type_function(void) { return &PyFunction_Type; }
MARTLET_INLINE PyTypeObject *martlet_type_method(void) { return &PyMethod_Type; }
MARTLET_INLINE PyTypeObject *martlet_type_class_method(void) { return &PyClassMethod_Type; }
MARTLET_INLINE PyTypeObject *martlet_type_static_method(void) { return &PyStaticMethod_Type; }
MARTLET_INLINE PyTypeObject *martlet_type_bytes(void) { return &PyBytes_Type; }
MARTLET_INLINE PyTypeObject *martlet_type_complex(void) { return &PyComplex_Type; }
MARTLET_INLINE PyTypeObject *martlet_type_reversed(void) { return &PyReversed_Type; }
MARTLET_INLINE PyTypeObject *martlet_type_dict(void) { return &PyDict_Type; }
MARTLET_INLINE PyTypeObject *martlet_type_property(void) { return &PyProperty_Type; }

MARTLET_INLINE int martlet_is_builtin_function(PyObject *object) { return PyCFunction_Check(object); }
MARTLET_INLINE int martlet_is_builtin_method(PyObject *object) { return Py_IS_TYPE(object, &PyMethodDescr_Type); }
MARTLET_INLINE int martlet_is_text(PyObject *object) { return PyUnicode_Check(object); }
MARTLET_INLINE int martlet_is_exact_text(PyObject *object) { return PyUnicode_CheckExact(object); }
MARTLET_INLINE int martlet_is_tuple(PyObject *object) { return PyTuple_Check(object); }
MARTLET_INLINE int martlet_is_list(PyObject *object) { return PyList_Check(object); }
MARTLET_INLINE int martlet_is_dict(PyObject *object) { return PyDict_Check(object); }
MARTLET_INLINE int martlet_is_bytes(PyObject *object) { return PyBytes_Check(object); }
MARTLET_INLINE int martlet_is_type(PyObject *object) { return PyType_Check(object); }
MARTLET_INLINE int martlet_is_module(PyObject *object) { return PyModule_Check(object); }
MARTLET_INLINE int martlet_is_exception(PyObject *object) { return PyExceptionInstance_Check(object); }

// Fields of `PyTypeObject` that are read on hot paths: annotated, so that they cost no test.
MARTLET_INLINE PyObject *_Nullable martlet_type_mro(PyTypeObject *type) { return type->tp_mro; }

MARTLET_INLINE descrgetfunc _Nullable martlet_descriptor_get(PyTypeObject *type) { return type->tp_descr_get; }
MARTLET_INLINE descrsetfunc _Nullable martlet_descriptor_set(PyTypeObject *type) { return type->tp_descr_set; }

// Whether a type or one of those it takes its layout from has this `tp_getattro`. Swift does not
// compare functions.
MARTLET_INLINE int martlet_derives_from(PyTypeObject *_Nullable type, getattrofunc get_attribute) {
    for (; type != NULL; type = type->tp_base) {
        if (type->tp_getattro == get_attribute) return 1;
    }
    return 0;
}
PyObject *_Nullable martlet_proxy_get_attribute(PyObject *_Nullable object, PyObject *_Nullable name);

// A class that derives from a proxy in Python inherits a `__getattr__` method, for which CPython gives it a
// `tp_getattro` that looks two methods up and packs arguments, to end in ours. Ours asks `__getattr__` itself, so
// the class can have it directly, unless it has another `__getattribute__`. Assigning either one later resets it.
MARTLET_INLINE void martlet_use_own_get_attribute(PyTypeObject *type, PyObject *getattribute) {
    if (type->tp_getattro == martlet_proxy_get_attribute) return;
    PyObject *found = _PyType_Lookup(type, getattribute);
    if (found != NULL && Py_IS_TYPE(found, &PyWrapperDescr_Type)
        && ((PyWrapperDescrObject *)found)->d_wrapped == (void *)martlet_proxy_get_attribute) {
        type->tp_getattro = martlet_proxy_get_attribute;
    }
}

// 3.12 keeps the dictionaries of static built-in types per interpreter.
MARTLET_INLINE PyObject *_Nullable martlet_type_dictionary(PyTypeObject *type) {
#if PY_VERSION_HEX >= 0x030C0000
    return PyType_GetDict(type);
#else
    return Py_XNewRef(type->tp_dict);
#endif
}

// `tp_name` is what messages and reprs print: with the module for a type written in C, without for a class written in
// Python. The types of our submodules are classes there in wrapt. `__name__` and `__module__` do not come from it any
// more once the type is made, and what it points into lives on: the type's own copy, or the literal in 3.10.
MARTLET_INLINE void martlet_type_print_as_class(PyTypeObject *type) {
    static const char own[] = "martlet._core.";
    const char *dot = strrchr(type->tp_name, '.');
    if (dot != NULL && strncmp(type->tp_name, own, sizeof own - 1) != 0) type->tp_name = dot + 1;
}

// `type->tp_vectorcall` has a slot only since 3.14; it is not inherited, so a subclass
// is made by its own `__new__` and `__init__`.
MARTLET_INLINE void martlet_type_set_vectorcall(PyTypeObject *type, vectorcallfunc function) {
    type->tp_vectorcall = function;
}

// The first base made by our module gives the module; borrowed, or null with TypeError set. Private in 3.10.
extern PyModuleDef martlet_module_definition;
MARTLET_INLINE PyObject *_Nullable martlet_type_module_of(PyTypeObject *type) {
#if PY_VERSION_HEX >= 0x030B0000
    return PyType_GetModuleByDef(type, &martlet_module_definition);
#else
    return _PyType_GetModuleByDef(type, &martlet_module_definition);
#endif
}

#pragma clang assume_nonnull end

#endif
