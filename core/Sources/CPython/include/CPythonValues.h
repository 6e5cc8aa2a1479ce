// What writing down a program's values needs: macros, fields of types, and types that are variables.
#ifndef MARTLET_CPYTHON_VALUES_H
#define MARTLET_CPYTHON_VALUES_H

#include <Python.h>

#include "CPythonInline.h"

#pragma clang assume_nonnull begin

// The name that a type was made with: "module.Name" for types written in C, the bare name for classes.
MARTLET_INLINE const char *martlet_type_name(PyTypeObject *type) { return type->tp_name; }
// Whether attributes of the type itself can be set.
MARTLET_INLINE int martlet_is_mutable_type(PyTypeObject *type) {
    return (type->tp_flags & Py_TPFLAGS_HEAPTYPE) != 0 && (type->tp_flags & Py_TPFLAGS_IMMUTABLETYPE) == 0;
}
MARTLET_INLINE int martlet_is_heap_type(PyTypeObject *type) { return (type->tp_flags & Py_TPFLAGS_HEAPTYPE) != 0; }
// Whether a type has the `repr` that every object has, which says nothing but type and address.
MARTLET_INLINE int martlet_has_plain_repr(PyTypeObject *type) { return type->tp_repr == PyBaseObject_Type.tp_repr; }

// Macros.
MARTLET_INLINE int martlet_is_set(PyObject *object) { return PyAnySet_Check(object); }
MARTLET_INLINE int martlet_is_exact_tuple(PyObject *object) { return PyTuple_CheckExact(object); }
// Whether reading an attribute through what a class has for it runs code of the class: what has `__get__` but is no slot.
MARTLET_INLINE int martlet_computes(PyObject *descriptor) {
    return Py_TYPE(descriptor)->tp_descr_get != NULL && Py_TYPE(descriptor) != &PyMemberDescr_Type;
}
MARTLET_INLINE int martlet_is_byte_array(PyObject *object) { return PyByteArray_Check(object); }
MARTLET_INLINE int martlet_is_memory_view(PyObject *object) { return PyMemoryView_Check(object); }

// The iterator that sets themselves have, whatever a subclass says; both kinds of set share the slot.
MARTLET_INLINE PyObject *_Nullable martlet_set_iterator(PyObject *set) { return PySet_Type.tp_iter(set); }

// The bytes of an object with a buffer that lies in one piece: 0, or -1 with an exception set.
MARTLET_INLINE int martlet_get_buffer(PyObject *object, Py_buffer *view) {
    return PyObject_GetBuffer(object, view, PyBUF_SIMPLE);
}

#pragma clang assume_nonnull end

#endif
