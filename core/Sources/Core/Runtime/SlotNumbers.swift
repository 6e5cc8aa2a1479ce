import CPython

/// The numbers of the slots that have a constructor of their own in `Slot`.
enum Slots {
    static var tp_new: Int32 { martlet_slot_tp_new }
    static var tp_init: Int32 { martlet_slot_tp_init }
    static var tp_dealloc: Int32 { martlet_slot_tp_dealloc }
    static var tp_finalize: Int32 { martlet_slot_tp_finalize }
    static var tp_traverse: Int32 { martlet_slot_tp_traverse }
    static var tp_clear: Int32 { martlet_slot_tp_clear }
    static var tp_call: Int32 { martlet_slot_tp_call }
    static var tp_hash: Int32 { martlet_slot_tp_hash }
    static var tp_richcompare: Int32 { martlet_slot_tp_richcompare }
    static var tp_getattro: Int32 { martlet_slot_tp_getattro }
    static var tp_setattro: Int32 { martlet_slot_tp_setattro }
    static var tp_descr_get: Int32 { martlet_slot_tp_descr_get }
    static var tp_descr_set: Int32 { martlet_slot_tp_descr_set }
    static var tp_methods: Int32 { martlet_slot_tp_methods }
    static var tp_members: Int32 { martlet_slot_tp_members }
    static var tp_getset: Int32 { martlet_slot_tp_getset }
    static var tp_doc: Int32 { martlet_slot_tp_doc }
    static var nb_bool: Int32 { martlet_slot_nb_bool }
    static var sq_length: Int32 { martlet_slot_sq_length }
    static var mp_length: Int32 { martlet_slot_mp_length }
    static var mp_ass_subscript: Int32 { martlet_slot_mp_ass_subscript }
    static var am_send: Int32 { martlet_slot_am_send }
    static var sq_contains: Int32 { martlet_slot_sq_contains }
}

/// A slot with the signature of `reprfunc` or `unaryfunc`.
struct UnarySlot {
    let rawValue: Int32

    static var representation: UnarySlot { UnarySlot(rawValue: martlet_slot_tp_repr) }
    static var text: UnarySlot { UnarySlot(rawValue: martlet_slot_tp_str) }
    static var iterator: UnarySlot { UnarySlot(rawValue: martlet_slot_tp_iter) }
    static var next: UnarySlot { UnarySlot(rawValue: martlet_slot_tp_iternext) }
    static var `await`: UnarySlot { UnarySlot(rawValue: martlet_slot_am_await) }
    static var asyncIterator: UnarySlot { UnarySlot(rawValue: martlet_slot_am_aiter) }
    static var asyncNext: UnarySlot { UnarySlot(rawValue: martlet_slot_am_anext) }
    static var negative: UnarySlot { UnarySlot(rawValue: martlet_slot_nb_negative) }
    static var positive: UnarySlot { UnarySlot(rawValue: martlet_slot_nb_positive) }
    static var absolute: UnarySlot { UnarySlot(rawValue: martlet_slot_nb_absolute) }
    static var invert: UnarySlot { UnarySlot(rawValue: martlet_slot_nb_invert) }
    static var integer: UnarySlot { UnarySlot(rawValue: martlet_slot_nb_int) }
    static var floatingPoint: UnarySlot { UnarySlot(rawValue: martlet_slot_nb_float) }
    static var index: UnarySlot { UnarySlot(rawValue: martlet_slot_nb_index) }
}

/// A slot with the signature of `binaryfunc`.
struct BinarySlot {
    let rawValue: Int32

    static var add: BinarySlot { BinarySlot(rawValue: martlet_slot_nb_add) }
    static var subtract: BinarySlot { BinarySlot(rawValue: martlet_slot_nb_subtract) }
    static var multiply: BinarySlot { BinarySlot(rawValue: martlet_slot_nb_multiply) }
    static var remainder: BinarySlot { BinarySlot(rawValue: martlet_slot_nb_remainder) }
    static var divmod: BinarySlot { BinarySlot(rawValue: martlet_slot_nb_divmod) }
    static var leftShift: BinarySlot { BinarySlot(rawValue: martlet_slot_nb_lshift) }
    static var rightShift: BinarySlot { BinarySlot(rawValue: martlet_slot_nb_rshift) }
    static var bitwiseAnd: BinarySlot { BinarySlot(rawValue: martlet_slot_nb_and) }
    static var bitwiseXor: BinarySlot { BinarySlot(rawValue: martlet_slot_nb_xor) }
    static var bitwiseOr: BinarySlot { BinarySlot(rawValue: martlet_slot_nb_or) }
    static var floorDivide: BinarySlot { BinarySlot(rawValue: martlet_slot_nb_floor_divide) }
    static var trueDivide: BinarySlot { BinarySlot(rawValue: martlet_slot_nb_true_divide) }
    static var matrixMultiply: BinarySlot { BinarySlot(rawValue: martlet_slot_nb_matrix_multiply) }
    static var inPlaceAdd: BinarySlot { BinarySlot(rawValue: martlet_slot_nb_inplace_add) }
    static var inPlaceSubtract: BinarySlot { BinarySlot(rawValue: martlet_slot_nb_inplace_subtract) }
    static var inPlaceMultiply: BinarySlot { BinarySlot(rawValue: martlet_slot_nb_inplace_multiply) }
    static var inPlaceRemainder: BinarySlot { BinarySlot(rawValue: martlet_slot_nb_inplace_remainder) }
    static var inPlaceLeftShift: BinarySlot { BinarySlot(rawValue: martlet_slot_nb_inplace_lshift) }
    static var inPlaceRightShift: BinarySlot { BinarySlot(rawValue: martlet_slot_nb_inplace_rshift) }
    static var inPlaceBitwiseAnd: BinarySlot { BinarySlot(rawValue: martlet_slot_nb_inplace_and) }
    static var inPlaceBitwiseXor: BinarySlot { BinarySlot(rawValue: martlet_slot_nb_inplace_xor) }
    static var inPlaceBitwiseOr: BinarySlot { BinarySlot(rawValue: martlet_slot_nb_inplace_or) }
    static var inPlaceFloorDivide: BinarySlot { BinarySlot(rawValue: martlet_slot_nb_inplace_floor_divide) }
    static var inPlaceTrueDivide: BinarySlot { BinarySlot(rawValue: martlet_slot_nb_inplace_true_divide) }
    static var inPlaceMatrixMultiply: BinarySlot { BinarySlot(rawValue: martlet_slot_nb_inplace_matrix_multiply) }
    /// What `operator.iconcat` asks for.
    static var inPlaceConcatenate: BinarySlot { BinarySlot(rawValue: martlet_slot_sq_inplace_concat) }
    static var `subscript`: BinarySlot { BinarySlot(rawValue: martlet_slot_mp_subscript) }
}

/// A slot with the signature of `ternaryfunc`.
struct TernarySlot {
    let rawValue: Int32

    static var power: TernarySlot { TernarySlot(rawValue: martlet_slot_nb_power) }
    static var inPlacePower: TernarySlot { TernarySlot(rawValue: martlet_slot_nb_inplace_power) }
}
