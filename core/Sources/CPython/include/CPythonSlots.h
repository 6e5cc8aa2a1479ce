// Numbers for the slots of types and modules. They are macros, which 3.15 makes
// function-like, and some exist only in newer versions.
#ifndef MARTLET_CPYTHON_SLOTS_H
#define MARTLET_CPYTHON_SLOTS_H

#include <Python.h>
#include <structmember.h>

#define MARTLET_SLOT(name) martlet_slot_##name = Py_##name
enum : int {
    MARTLET_SLOT(tp_new), MARTLET_SLOT(tp_init), MARTLET_SLOT(tp_dealloc), MARTLET_SLOT(tp_finalize),
    MARTLET_SLOT(tp_traverse), MARTLET_SLOT(tp_clear), MARTLET_SLOT(tp_call), MARTLET_SLOT(tp_repr),
    MARTLET_SLOT(tp_str), MARTLET_SLOT(tp_hash), MARTLET_SLOT(tp_richcompare), MARTLET_SLOT(tp_getattro),
    MARTLET_SLOT(tp_setattro), MARTLET_SLOT(tp_iter), MARTLET_SLOT(tp_iternext), MARTLET_SLOT(tp_descr_get),
    MARTLET_SLOT(tp_descr_set), MARTLET_SLOT(tp_methods), MARTLET_SLOT(tp_members), MARTLET_SLOT(tp_getset),
    MARTLET_SLOT(tp_doc), MARTLET_SLOT(am_await), MARTLET_SLOT(am_aiter), MARTLET_SLOT(am_anext), MARTLET_SLOT(am_send),
    MARTLET_SLOT(nb_add), MARTLET_SLOT(nb_subtract), MARTLET_SLOT(nb_multiply), MARTLET_SLOT(nb_remainder),
    MARTLET_SLOT(nb_divmod), MARTLET_SLOT(nb_power), MARTLET_SLOT(nb_negative), MARTLET_SLOT(nb_positive),
    MARTLET_SLOT(nb_absolute), MARTLET_SLOT(nb_bool), MARTLET_SLOT(nb_invert), MARTLET_SLOT(nb_lshift),
    MARTLET_SLOT(nb_rshift), MARTLET_SLOT(nb_and), MARTLET_SLOT(nb_xor), MARTLET_SLOT(nb_or),
    MARTLET_SLOT(nb_int), MARTLET_SLOT(nb_float), MARTLET_SLOT(nb_index),
    MARTLET_SLOT(nb_inplace_add), MARTLET_SLOT(nb_inplace_subtract), MARTLET_SLOT(nb_inplace_multiply),
    MARTLET_SLOT(nb_inplace_remainder), MARTLET_SLOT(nb_inplace_power), MARTLET_SLOT(nb_inplace_lshift),
    MARTLET_SLOT(nb_inplace_rshift), MARTLET_SLOT(nb_inplace_and), MARTLET_SLOT(nb_inplace_xor),
    MARTLET_SLOT(nb_inplace_or), MARTLET_SLOT(nb_floor_divide), MARTLET_SLOT(nb_true_divide),
    MARTLET_SLOT(nb_inplace_floor_divide), MARTLET_SLOT(nb_inplace_true_divide),
    MARTLET_SLOT(nb_matrix_multiply), MARTLET_SLOT(nb_inplace_matrix_multiply),
    MARTLET_SLOT(mp_length), MARTLET_SLOT(mp_subscript), MARTLET_SLOT(mp_ass_subscript),
    MARTLET_SLOT(sq_contains), MARTLET_SLOT(sq_inplace_concat), MARTLET_SLOT(sq_length), MARTLET_SLOT(sq_item),
};
#undef MARTLET_SLOT

// Shifted `unsigned long` macros.
enum : unsigned int {
    martlet_flag_default = Py_TPFLAGS_DEFAULT,
    martlet_flag_base = Py_TPFLAGS_BASETYPE,
    martlet_flag_gc = Py_TPFLAGS_HAVE_GC,
    martlet_flag_vectorcall = Py_TPFLAGS_HAVE_VECTORCALL,
    martlet_flag_no_new = Py_TPFLAGS_DISALLOW_INSTANTIATION,
};

enum : int {
    martlet_method_noargs = METH_NOARGS,
    martlet_method_one = METH_O,
    martlet_method_fast = METH_FASTCALL | METH_KEYWORDS,
    martlet_method_class = METH_CLASS,
    martlet_method_static = METH_STATIC,
};

// `T_PYSSIZET` and `READONLY` were renamed in 3.12.
enum : int { martlet_member_size = T_PYSSIZET, martlet_member_readonly = READONLY };

#endif
