import CPython

/// One pointer for a format of `PyErr_Format` or `PyUnicode_FromFormat`.
@safe struct FormatArgument {
    let pointer: UnsafeRawPointer?

    /// Nothing, for a conversion that the format does not have.
    static var absent: FormatArgument { unsafe FormatArgument(pointer: nil) }

    /// An object, for `%R`, `%S` or `%U`. The caller keeps it alive for the call.
    static func object(_ object: borrowing some AnyReference) -> FormatArgument {
        unsafe FormatArgument(pointer: UnsafeRawPointer(object.raw))
    }

    /// A fixed text, for `%s`.
    static func text(_ text: StaticString) -> FormatArgument {
        unsafe FormatArgument(pointer: UnsafeRawPointer(text.utf8Start))
    }

    /// The name of the object's type with its module as `tp_name` has it, for `%s`.
    static func typeName(_ object: borrowing some AnyReference) -> FormatArgument {
        // Safe: a type's name lives as long as the type, and the object keeps its type alive.
        unsafe FormatArgument(pointer: UnsafeRawPointer(martlet_type(object.raw).pointee.tp_name))
    }

    /// An address, for `%p`.
    static func address(_ object: borrowing some AnyReference) -> FormatArgument {
        unsafe FormatArgument(pointer: UnsafeRawPointer(object.raw))
    }
}

extension StaticString {
    /// The text as C wants it: static strings end with a NUL.
    @inline(__always) var cString: UnsafePointer<CChar> {
        unsafe UnsafeRawPointer(utf8Start).assumingMemoryBound(to: CChar.self)
    }
}
