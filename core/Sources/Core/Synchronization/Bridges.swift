import CPython

/// `async_to_sync` and `sync_to_async`.
enum Bridges {
    static func asyncToSync(_ wrapped: Borrowed, _ state: StateReference) throws(PythonError) -> Owned {
        let names = state.names.decorators
        let inspect = try Owned.module("inspect")
        if try inspect.callMethod(names.isAsyncGeneratorFunction, wrapped).isTrue() {
            throw PythonError.raise(
                .typeError,
                "async_to_sync cannot be applied to an async generator function; asyncio.run() cannot run an async generator.")
        }
        if try inspect.callMethod(names.isGeneratorFunction, wrapped).isTrue() {
            throw PythonError.raise(
                .typeError,
                """
                async_to_sync cannot be applied to a generator function; there is no coroutine to run to completion. If the \
                callable is misreported and actually asynchronous in behaviour, apply mark_as_async to it first.
                """)
        }
        if try !inspect.callMethod(names.isCoroutineFunction, wrapped).isTrue() {
            // A plain function may return a coroutine: only a warning.
            try PythonError.warn(
                .userWarning,
                """
                async_to_sync was applied to a callable not reporting as a coroutine function. If it is asynchronous in \
                behaviour, apply mark_as_async to it first so it reports as such.
                """)
        }
        let wrapper = try state.pointee.capturing.make(.runAsync, .emptyTuple(), state: state)
        return try Markers.mark(wrapped, wrapper: wrapper.borrow(), isAsync: false, state: state)
    }

    static func syncToAsync(_ wrapped: Borrowed, _ state: StateReference) throws(PythonError) -> Owned {
        let names = state.names.decorators
        let inspect = try Owned.module("inspect")
        let isCoroutine = try inspect.callMethod(names.isCoroutineFunction, wrapped).isTrue()
        let isAsyncGenerator = try inspect.callMethod(names.isAsyncGeneratorFunction, wrapped).isTrue()
        if isCoroutine || isAsyncGenerator {
            throw PythonError.raise(
                .typeError,
                """
                sync_to_async can only be applied to a synchronous callable. If the callable is misreported and actually \
                synchronous in behaviour, apply mark_as_sync to it first.
                """)
        }
        if try inspect.callMethod(names.isGeneratorFunction, wrapped).isTrue() {
            throw PythonError.raise(
                .typeError,
                """
                sync_to_async cannot be applied to a generator function; creating the generator executes no code, and \
                iterating it would still block the event loop.
                """)
        }
        let wrapper = try state.pointee.capturing.make(.runInExecutor, .emptyTuple(), state: state)
        return try Markers.mark(wrapped, wrapper: wrapper.borrow(), isAsync: true, state: state)
    }

    /// The wrapper function of `async_to_sync`: runs the coroutine to its end.
    static var runMethod: Method {
        .arguments("run", "Runs a coroutine function to its end.") { captured, base, count, names in
            entry { () throws(PythonError) in
                let state = try Captured(captured).state
                let asyncio = try Owned.module("asyncio")
                let coroutine = try unsafe WrapperCall(Arguments(base, count, names)).proceed()
                return try asyncio.callMethod(state.names.decorators.run, coroutine)
            }
        }
    }

    /// The wrapper function of `sync_to_async`: gives a coroutine that calls in the default executor.
    static var executorMethod: Method {
        .arguments("run_in_executor", "Calls a function in another thread.") { captured, base, count, names in
            entry { () throws(PythonError) in
                let state = try Captured(captured).state
                let call = try unsafe WrapperCall(Arguments(base, count, names))
                let all = try Owned.tuple(of: call.wrapped, call.arguments, call.keywords)
                return try Coroutines.make(state.names.decorators.runInExecutor, all, state: state)
            }
        }
    }
}
