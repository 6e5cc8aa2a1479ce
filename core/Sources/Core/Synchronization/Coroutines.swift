/// The coroutines of the package. An `async def` body has to be Python.
enum Coroutines {
    /// Calls one of the coroutine functions with what a tuple has. The first call imports their module.
    @inline(__always) static func make(_ name: Interned, _ arguments: consuming Owned, state: StateReference) throws(PythonError) -> Owned {
        let module = if let known = state.pointee.types.decorators.coroutines.retained() { known } else { try load(state) }
        return try module.attribute(name).call(tuple: arguments, keywords: nil)
    }

    @inline(never) private static func load(_ state: StateReference) throws(PythonError) -> Owned {
        let module = try Owned.module("martlet._coroutines")
        _ = state.pointee.types.decorators.coroutines.exchange(module.retained())
        return module
    }
}
