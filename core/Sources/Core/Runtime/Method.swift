import CPython

/// One method of a type, or one function of the module.
@safe struct Method {
    let definition: PyMethodDef

    typealias NoArguments = @convention(c) (RawObject?, RawObject?) -> RawObject?
    typealias Fast = @convention(c) (RawObject?, RawArguments?, Int, RawObject?) -> RawObject?

    private init(_ name: StaticString, _ function: UnsafeRawPointer, _ flags: Int32, _ documentation: StaticString) {
        unsafe definition = PyMethodDef(
            ml_name: name.cString, ml_meth: unsafeBitCast(function, to: PyCFunction.self), ml_flags: flags,
            ml_doc: documentation.cString)
    }

    /// A method without arguments: `(self, nothing)`.
    @safe static func noArguments(_ name: StaticString, _ documentation: StaticString, _ f: NoArguments) -> Method {
        // Safe, as below: CPython calls the function with the signature that the flag names.
        unsafe Method(name, unsafeBitCast(f, to: UnsafeRawPointer.self), martlet_method_noargs, documentation)
    }

    /// A method with one positional argument: `(self, argument)`.
    @safe static func oneArgument(_ name: StaticString, _ documentation: StaticString, _ f: NoArguments) -> Method {
        unsafe Method(name, unsafeBitCast(f, to: UnsafeRawPointer.self), martlet_method_one, documentation)
    }

    /// A method with any arguments: `(self, arguments, count, names)`; wrap them in `Arguments`.
    @safe static func arguments(_ name: StaticString, _ documentation: StaticString, _ f: Fast) -> Method {
        unsafe Method(name, unsafeBitCast(f, to: UnsafeRawPointer.self), martlet_method_fast, documentation)
    }

    /// A class method with one argument.
    @safe static func classOneArgument(_ name: StaticString, _ documentation: StaticString, _ f: NoArguments) -> Method {
        unsafe Method(
            name, unsafeBitCast(f, to: UnsafeRawPointer.self),
            martlet_method_one | martlet_method_class, documentation)
    }
}
