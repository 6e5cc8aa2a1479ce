import CPython

/// The wrapper functions of the decorators that `function_wrapper` and `transient_function_wrapper` make.
enum DecoratingFunctions {
    /// Of a decorator made by `function_wrapper`: captures the user's wrapper function.
    static var wrapMethod: Method {
        .arguments("decorate", "Decorates a function with a wrapper function.") { captured, base, count, names in
            entry { () throws(PythonError) in
                let captured = try Captured(captured)
                let call = try unsafe WrapperCall(Arguments(base, count, names))
                let bound = try call.bound(captured[0], captured.state.names)
                let decorated = try call.decorated()
                return try FunctionWrapperTypes.make(
                    wrapped: decorated.borrow(), wrapper: bound.borrow(), enabled: .none, state: captured.state)
            }
        }
    }

    /// What `transient_function_wrapper` returns: captures a target and a path.
    static var transientMethod: Method {
        .oneArgument("transient", "Makes a decorator of a wrapper function.") { captured, wrapper in
            entry { () throws(PythonError) in
                let captured = try Captured(captured)
                let wrapper = Borrowed(argument: wrapper)
                let state = captured.state
                let decorate = try state.pointee.capturing.make(
                    .decorateTransient, .tuple(of: captured[0], captured[1], wrapper), state: state)
                return try FunctionWrapperTypes.make(
                    wrapped: wrapper, wrapper: decorate.borrow(), enabled: .none, state: state)
            }
        }
    }

    /// Of that decorator: captures a target, a path and the user's wrapper function.
    static var decorateTransientMethod: Method {
        .arguments("decorate", "Decorates a function with a patch.") { captured, base, count, names in
            entry { () throws(PythonError) in
                let captured = try Captured(captured)
                let call = try unsafe WrapperCall(Arguments(base, count, names))
                let bound = try call.bound(captured[2], captured.state.names)
                let decorated = try call.decorated()
                let patch = try Owned.tuple(captured[0].retained(), captured[1].retained(), bound)
                return try ScopedPatch.decorate(decorated.borrow(), with: patch, state: captured.state)
            }
        }
    }
}
