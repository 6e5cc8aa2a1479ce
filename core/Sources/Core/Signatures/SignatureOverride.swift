import CPython

/// `with_signature`.
enum SignatureOverride {
    static var method: Method {
        .oneArgument("with_signature", "Gives a function another signature.") { captured, function in
            entry { () throws(PythonError) in
                let captured = try Captured(captured)
                return try SignatureOverride.apply(
                    to: Borrowed(argument: function), prototype: captured[0], signature: captured[1], factory: captured[2],
                    documentation: captured[3], captured.state)
            }
        }
    }

    private static func apply(
        to function: Borrowed, prototype: Borrowed, signature: Borrowed, factory: Borrowed, documentation: Borrowed,
        _ state: StateReference
    ) throws(PythonError) -> Owned {
        let documentation = documentation.isNone ? nil : documentation
        if !signature.isNone {
            return try SignatureWrapper.make(wrapped: function, signature: signature, documentation: documentation, state: state)
        }
        let inspect = try Owned.module("inspect")
        if !prototype.isNone {
            let signature = try inspect.callMethod(state.names.signatureFunction, prototype)
            return try SignatureWrapper.make(
                wrapped: function, signature: signature.borrow(), documentation: documentation, state: state)
        }
        let made = try factory.call(function)
        guard made.isTuple else { return try apply(made: made, to: function, documentation, inspect, state) }
        guard made.tupleCount == 2 else {
            throw PythonError.raise(.valueError, "the factory of with_signature must return a signature, or that and a docstring")
        }
        let described = made.tupleItem(1)
        return try apply(made: made.tupleItem(0), to: function, documentation ?? described.borrow(), inspect, state)
    }

    /// What the factory made: a signature, or a function that has it.
    private static func apply(
        made: borrowing Owned, to function: Borrowed, _ documentation: Borrowed?, _ inspect: borrowing Owned, _ state: StateReference
    ) throws(PythonError) -> Owned {
        if try made.isInstance(of: inspect.attribute(state.names.decorators.signatureClass)) {
            return try SignatureWrapper.make(
                wrapped: function, signature: made.borrow(), documentation: documentation, state: state)
        }
        let signature = try inspect.callMethod(state.names.signatureFunction, made)
        return try SignatureWrapper.make(
            wrapped: function, signature: signature.borrow(), documentation: documentation, state: state)
    }

    static var function: Method {
        .arguments(
            "with_signature",
            """
            with_signature(wrapped=None, /, *, prototype=None, signature=None, factory=None, doc=None)
            --

            Gives a function another signature, for inspect and its like: that of a prototype, an inspect.Signature, or
            what factory(wrapped) returns, which may be a tuple with a docstring. Calls go on as before.
            """
        ) { module, base, count, names in
            entry { () throws(PythonError) in
                let state = unsafe StateReference(function: module)
                let keys = state.names
                let values = try unsafe Arguments(base, count, names).parseDecorator(
                    "with_signature",
                    [
                        keys.wrappedParameter, keys.decorators.prototype, keys.decorators.signatureParameter, keys.factory,
                        keys.decorators.doc,
                    ])
                let prototype = values[1] ?? .none
                let signature = values[2] ?? .none
                let factory = values[3] ?? .none
                let documentation = values[4] ?? .none
                let given = (prototype.isNone ? 0 : 1) &+ (signature.isNone ? 0 : 1) &+ (factory.isNone ? 0 : 1)
                if given == 0 {
                    throw PythonError.raise(.typeError, "with_signature requires one of prototype=, signature=, or factory=")
                }
                if given > 1 {
                    throw PythonError.raise(
                        .typeError, "with_signature accepts only one of prototype=, signature=, or factory=")
                }
                guard let function = values[0], !function.isNone else {
                    return try state.pointee.capturing.make(
                        .signature, .tuple(of: prototype, signature, factory, documentation), state: state)
                }
                return try SignatureOverride.apply(
                    to: function, prototype: prototype, signature: signature, factory: factory,
                    documentation: documentation, state)
            }
        }
    }
}
