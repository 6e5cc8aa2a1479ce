import CPython

/// The functions of this folder.
var synchronizationFunctions: [Method] {
    [
        .arguments(
            "synchronized",
            """
            synchronized(wrapped=..., *, reentrant=False)
            --

            Lets one thread at a time (or task, for a coroutine function) into a function: per instance for methods,
            per class for class methods. With a lock, a decorator that holds it. Either can be used in a with statement.
            With reentrant=True, a task that is in already is let in again, as threads always are.
            """
        ) { module, base, count, names in
            entry { () throws(PythonError) in
                try unsafe synchronized(Arguments(base, count, names), StateReference(function: module))
            }
        },
        .arguments(
            "mark_as_sync",
            """
            mark_as_sync(wrapped=None, /, *, generator=None)
            --

            Has inspect take a function for one without async. Calls go on as before. By itself a generator function
            stays one; generator=True or False says otherwise.
            """
        ) { module, base, count, names in
            entry { () throws(PythonError) in
                try unsafe Markers.call("mark_as_sync", isAsync: false, Arguments(base, count, names), StateReference(function: module))
            }
        },
        .arguments(
            "mark_as_async",
            """
            mark_as_async(wrapped=None, /, *, generator=None)
            --

            Has inspect take a function for a coroutine function, or for an asynchronous generator function. Calls go on
            as before.
            """
        ) { module, base, count, names in
            entry { () throws(PythonError) in
                try unsafe Markers.call("mark_as_async", isAsync: true, Arguments(base, count, names), StateReference(function: module))
            }
        },
        .arguments(
            "async_to_sync", "async_to_sync(wrapped)\n--\n\nHas each call of a coroutine function run it to its end, with asyncio.run()."
        ) { module, base, count, names in
            entry { () throws(PythonError) in
                let state = unsafe StateReference(function: module)
                let wrapped = try unsafe Arguments(base, count, names)
                    .parse("async_to_sync", [state.names.wrappedParameter], required: 1)[0]!
                return try Bridges.asyncToSync(wrapped, state)
            }
        },
        .arguments(
            "sync_to_async", "sync_to_async(wrapped)\n--\n\nHas each call of a function give a coroutine, which calls it in the default executor."
        ) { module, base, count, names in
            entry { () throws(PythonError) in
                let state = unsafe StateReference(function: module)
                let wrapped = try unsafe Arguments(base, count, names)
                    .parse("sync_to_async", [state.names.wrappedParameter], required: 1)[0]!
                return try Bridges.syncToAsync(wrapped, state)
            }
        },
        .oneArgument("_synchronized_is_async_callable", "Whether a callable is asynchronous, through any wrappers.") { module, object in
            entry { () throws(PythonError) in
                try .bool(AsyncDetection.isAsyncCallable(Borrowed(argument: object), unsafe StateReference(function: module)))
            }
        },
        .oneArgument("_asynchronous_lock", "The lock for tasks that synchronized() keeps in an object.") { module, object in
            entry { () throws(PythonError) in
                try Locks.asyncLock(of: Borrowed(argument: object), unsafe StateReference(function: module))
            }
        },
    ]
}

private func synchronized(_ arguments: Arguments, _ state: StateReference) throws(PythonError) -> Owned {
    let names = state.names
    let values = try arguments.parse(
        "synchronized", [names.wrappedParameter, names.decorators.reentrant], required: 0, positional: 1)
    let isReentrant = try values[1]?.isTrue() ?? false
    guard let wrapped = values[0] else {
        guard values[1] != nil else {
            throw PythonError.raise(.typeError, "synchronized() missing required argument 'wrapped'")
        }
        // The same with this option, once a function comes.
        let keywords = try Owned.dictionary()
        try keywords.setDictionaryItem(names.decorators.reentrant, Borrowed.bool(isReentrant))
        let function = try state.require(state.pointee.types.decorators.synchronizedFunction)
        return try Owned.module("functools").attribute(names.partial)
            .call(tuple: Owned.tuple(function), keywords: keywords.borrow())
    }
    if try SynchronizedLock.isLock(wrapped, names) {
        return try SynchronizedLock.make(wrapped, isReentrant: isReentrant, state: state)
    }
    return try SynchronizedWrapper.make(wrapped, isReentrant: isReentrant, state: state)
}
