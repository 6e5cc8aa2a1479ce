// Reference counts, calls, attributes and containers.
#ifndef MARTLET_CPYTHON_OBJECTS_H
#define MARTLET_CPYTHON_OBJECTS_H

#include <Python.h>

#include "CPythonInline.h"

#pragma clang assume_nonnull begin

// Macros over static functions whose names differ between versions.
MARTLET_INLINE void martlet_retain(PyObject *object) { Py_INCREF(object); }
MARTLET_INLINE void martlet_release(PyObject *object) { Py_DECREF(object); }
MARTLET_INLINE Py_ssize_t martlet_reference_count(PyObject *object) { return Py_REFCNT(object); }
MARTLET_INLINE PyTypeObject *martlet_type(PyObject *object) { return Py_TYPE(object); }

// Macros for the address of a static object.
MARTLET_INLINE PyObject *martlet_none(void) { return Py_None; }
MARTLET_INLINE PyObject *martlet_true(void) { return Py_True; }
MARTLET_INLINE PyObject *martlet_false(void) { return Py_False; }
MARTLET_INLINE PyObject *martlet_ellipsis(void) { return Py_Ellipsis; }
MARTLET_INLINE PyObject *martlet_not_implemented(void) { return Py_NotImplemented; }

// Macros for unchecked access.
MARTLET_INLINE PyObject *martlet_tuple_item(PyObject *tuple, Py_ssize_t index) { return PyTuple_GET_ITEM(tuple, index); }
MARTLET_INLINE void martlet_tuple_set_item(PyObject *tuple, Py_ssize_t index, PyObject *item) {
    PyTuple_SET_ITEM(tuple, index, item);
}
MARTLET_INLINE Py_ssize_t martlet_tuple_count(PyObject *tuple) { return PyTuple_GET_SIZE(tuple); }
MARTLET_INLINE PyObject *const _Nullable *_Nonnull martlet_tuple_items(PyObject *tuple) {
    return ((PyTupleObject *)tuple)->ob_item;
}
MARTLET_INLINE PyObject *martlet_list_item(PyObject *list, Py_ssize_t index) { return PyList_GET_ITEM(list, index); }
MARTLET_INLINE Py_ssize_t martlet_list_count(PyObject *list) { return PyList_GET_SIZE(list); }

// A macro with a shift of `size_t`, which Swift imports as `Int`: the same bit there.
enum : Py_ssize_t { martlet_vectorcall_offset = PY_SSIZE_T_MIN };
_Static_assert((size_t)PY_SSIZE_T_MIN == PY_VECTORCALL_ARGUMENTS_OFFSET, "the flag is the sign bit");

// How many of the arguments are positional: a function that Swift would call, since 3.12.
MARTLET_INLINE Py_ssize_t martlet_positional_count(Py_ssize_t flags) { return flags & ~martlet_vectorcall_offset; }

// A static function in 3.10 and 3.11, an exported one since 3.12. What is called most, a function written
// in Python, is called without the check of its result: the interpreter's own are not checked either.
MARTLET_INLINE PyObject *_Nullable martlet_vectorcall(
    PyObject *callable, PyObject *const _Nullable *_Nullable arguments, size_t flags, PyObject *_Nullable names
) {
    if (Py_IS_TYPE(callable, &PyFunction_Type)) {
        return ((PyFunctionObject *)callable)->vectorcall(callable, arguments, flags, names);
    }
    return PyObject_Vectorcall(callable, arguments, flags, names);
}
MARTLET_INLINE PyObject *_Nullable martlet_vectorcall_method(
    PyObject *name, PyObject *const _Nullable *_Nonnull arguments, size_t flags, PyObject *_Nullable names
) {
    return PyObject_VectorcallMethod(name, arguments, flags, names);
}

// Private, exported by 3.10 to 3.15: generic lookup that raises nothing on a miss, and
// the lookup in the dictionaries of a type's bases that returns what is stored there.
PyAPI_FUNC(PyObject *_Nullable) _PyObject_GenericGetAttrWithDict(PyObject *, PyObject *, PyObject *_Nullable, int);
PyAPI_FUNC(PyObject *_Nullable) _PyType_Lookup(PyTypeObject *, PyObject *);

MARTLET_INLINE PyObject *_Nullable martlet_generic_attribute(PyObject *object, PyObject *name) {
    return _PyObject_GenericGetAttrWithDict(object, name, NULL, 1);
}
MARTLET_INLINE PyObject *_Nullable martlet_type_lookup(PyTypeObject *type, PyObject *name) {
    return _PyType_Lookup(type, name);
}

// `_PyObject_LookupAttr` became public, with another name, in 3.13: 1 found, 0 missing, -1 raised. Most types have
// the generic lookup, which is what it would call; it is told the same.
MARTLET_INLINE int martlet_optional_attribute(
    PyObject *object, PyObject *name, PyObject *_Nullable *_Nonnull result
) {
    if (Py_TYPE(object)->tp_getattro == PyObject_GenericGetAttr) {
        *result = _PyObject_GenericGetAttrWithDict(object, name, NULL, 1);
        if (*result != NULL) return 1;
        return PyErr_Occurred() ? -1 : 0;
    }
#if PY_VERSION_HEX >= 0x030D0000
    return PyObject_GetOptionalAttr(object, name, result);
#else
    return _PyObject_LookupAttr(object, name, result);
#endif
}

// `PyWeakref_GetObject` is deprecated since 3.13, which has a function that returns a new reference.
// Null without an exception for one that is dead.
MARTLET_INLINE int martlet_is_weak_reference(PyObject *object) { return PyWeakref_Check(object); }
MARTLET_INLINE PyObject *_Nullable martlet_weak_referent(PyObject *reference) {
#if PY_VERSION_HEX >= 0x030D0000
    PyObject *object = NULL;
    return PyWeakref_GetRef(reference, &object) == 1 ? object : NULL;
#else
    PyObject *object = PyWeakref_GET_OBJECT(reference);
    return object == Py_None ? NULL : Py_NewRef(object);
#endif
}

// What `getattr(object, "__self__")` gives for the two types that nearly every wrapper wraps, without the
// lookup: 1 found, 0 missing, -1 if the object is neither. A method's is a field; a function has none
// unless somebody stored one in its dictionary.
MARTLET_INLINE int martlet_quick_self(PyObject *object, PyObject *_Nullable *_Nonnull result) {
    if (Py_IS_TYPE(object, &PyMethod_Type)) {
        *result = Py_NewRef(PyMethod_GET_SELF(object));
        return 1;
    }
    if (Py_IS_TYPE(object, &PyFunction_Type) && ((PyFunctionObject *)object)->func_dict == NULL) return 0;
    return -1;
}

// Fields of a function that are read when it is wrapped. CPython shows null as None.
MARTLET_INLINE int martlet_is_exact_function(PyObject *object) { return Py_IS_TYPE(object, &PyFunction_Type); }
MARTLET_INLINE PyObject *martlet_function_module(PyObject *function) {
    PyObject *module = ((PyFunctionObject *)function)->func_module;
    return module != NULL ? module : Py_None;
}
MARTLET_INLINE PyObject *martlet_function_documentation(PyObject *function) {
    PyObject *documentation = ((PyFunctionObject *)function)->func_doc;
    return documentation != NULL ? documentation : Py_None;
}

// A macro over a field of the dictionary.
MARTLET_INLINE Py_ssize_t martlet_dict_count(PyObject *dictionary) { return ((PyDictObject *)dictionary)->ma_used; }

// Private, exported by 3.10 to 3.15: gives a dead object's memory its first count again. The type's count is apart.
PyAPI_FUNC(void) _Py_NewReference(PyObject *);
MARTLET_INLINE void martlet_revive(PyObject *object) {
    Py_INCREF(Py_TYPE(object));
    _Py_NewReference(object);
}

// How many dead objects of a type are kept for reuse: none under AddressSanitizer, which would not see
// the use of an object that is dead.
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define MARTLET_FREE_LIST_CAPACITY 0
#endif
#endif
#ifndef MARTLET_FREE_LIST_CAPACITY
#define MARTLET_FREE_LIST_CAPACITY 16
#endif
enum : Py_ssize_t { martlet_free_list_capacity = MARTLET_FREE_LIST_CAPACITY };

// Macros in some versions.
MARTLET_INLINE int martlet_is_interned(PyObject *text) { return PyUnicode_CHECK_INTERNED(text) != 0; }
MARTLET_INLINE int martlet_delete_attribute(PyObject *object, PyObject *name) { return PyObject_SetAttr(object, name, NULL); }

#pragma clang assume_nonnull end

#endif
