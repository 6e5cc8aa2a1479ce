import CPython

/// The functions that look into chains of wrappers, and that take wrappers out.
var chainFunctions: [Method] {
    [
        .arguments(
            "resolve_owner",
            "resolve_owner(target, name)\n--\n\nAs resolve_path, but the first is the object whose __dict__ has the attribute."
        ) { module, base, count, names in
            entry { () throws(PythonError) in
                let state = unsafe StateReference(function: module)
                let values = try unsafe Arguments(base, count, names)
                    .parse("resolve_owner", [state.names.target, state.names.name], required: 2)
                let path = try ResolvedPath.resolve(values[0]!, values[1]!, state: state)
                guard let owner = try Patching.owner(of: path, state: state) else {
                    throw try Patching.servedDynamically(path, state: state)
                }
                return try .tuple(of: owner.borrow(), path.attribute.borrow(), path.original.borrow())
            }
        },
        .arguments(
            "wrapper_chain",
            "wrapper_chain(obj, *, limit=64)\n--\n\nIterates from an object along __wrapped__, outermost first."
        ) { module, base, count, names in
            entry { () throws(PythonError) in
                let state = unsafe StateReference(function: module)
                let values = try unsafe Arguments(base, count, names)
                    .parse("wrapper_chain", [state.names.object, state.names.limit], required: 1, positional: 1)
                return try WrapperChain.make(values[0]!, limit: limit(values[1]), state: state)
            }
        },
        .arguments(
            "unwrapped", "unwrapped(obj, *, limit=64)\n--\n\nThe innermost object of a chain of wrappers."
        ) { module, base, count, names in
            entry { () throws(PythonError) in
                let state = unsafe StateReference(function: module)
                let values = try unsafe Arguments(base, count, names)
                    .parse("unwrapped", [state.names.object, state.names.limit], required: 1, positional: 1)
                let chain = try WrapperChain.make(values[0]!, limit: limit(values[1]), state: state)
                var innermost = values[0]!.retained()
                while let next = try WrapperChain(unchecked: chain).advance() { innermost = next }
                return innermost
            }
        },
        .arguments(
            "find_wrapper",
            """
            find_wrapper(obj, handle=None, *, predicate=None, limit=64)
            --

            The first object of a chain of wrappers that is the handle, and that the predicate accepts; else None.
            """
        ) { module, base, count, names in
            entry { () throws(PythonError) in
                try unsafe find("find_wrapper", StateReference(function: module), Arguments(base, count, names)) ?? .none
            }
        },
        .arguments(
            "is_wrapped_by",
            "is_wrapped_by(obj, handle=None, *, predicate=None, limit=64)\n--\n\nWhether find_wrapper() finds something."
        ) { module, base, count, names in
            entry { () throws(PythonError) in
                let found = try unsafe find("is_wrapped_by", StateReference(function: module), Arguments(base, count, names))
                return .bool(found != nil)
            }
        },
        .arguments(
            "unwrap_object",
            """
            unwrap_object(target, name, handle, *, missing_ok=False)
            --

            Takes the wrapper that a patch returned out of an attribute again, and returns it.
            """
        ) { module, base, count, names in
            entry { () throws(PythonError) in
                let state = unsafe StateReference(function: module)
                let keys = state.names
                let values = try unsafe Arguments(base, count, names).parse(
                    "unwrap_object", [keys.target, keys.name, keys.handle, keys.missingOK], required: 3, positional: 3)
                let missingOK = if let value = values[3] { try value.isTrue() } else { false }
                return try Patching.unwrap(values[0]!, values[1]!, values[2]!, missingOK: missingOK, state: state) ?? .none
            }
        },
    ]
}

private func find(_ function: StaticString, _ state: StateReference, _ arguments: Arguments) throws(PythonError) -> Owned? {
    let keys = state.names
    let values = try arguments.parse(
        function, [keys.object, keys.handle, keys.predicate, keys.limit], required: 1, positional: 2)
    return try WrapperChain.find(
        values[0]!, handle: values[1] ?? .none, predicate: values[2] ?? .none, limit: limit(values[3]), state: state)
}

/// How long a chain may be; 64 unless told.
private func limit(_ value: Borrowed?) throws(PythonError) -> Int {
    guard let value else { return 64 }
    // Safe: the object is alive; -1 may be an error.
    let limit = unsafe PyNumber_AsSsize_t(value.raw, ExceptionType.valueError.raw)
    if limit == -1, PythonError.isSet { throw PythonError() }
    return limit
}
