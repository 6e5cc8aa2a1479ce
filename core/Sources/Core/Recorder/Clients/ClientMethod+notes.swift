import CPython

extension Instance where Fields == ClientMethodFields {
    /// A call of a resource's method that may have arguments which are not the client's: see `CallNotes`.
    func noted(
        _ wrapped: borrowing Owned, _ arguments: Arguments, isAsync: Bool, _ state: StateReference
    ) throws(PythonError) -> Owned {
        let named = try Owned.dictionary()
        guard let notes = try CallNotes.take(from: arguments, into: named, state) else {
            let result = try wrapped.call(arguments)
            // A helper makes its coroutine at once, and awaits it in its block.
            guard isAsync, let values = CurrentSpan.values(state), CallNotes.areNotes(values) else { return result }
            return try awaiting(result, values, state)
        }
        var values = Field()
        values.initialize(notes.retained())
        let isSet = CurrentSpan.exchange(values: &values, state)
        defer {
            if isSet { CurrentSpan.exchange(values: &values, state) }
            _ = values.exchange(nil)
        }
        let positional = try arguments.tuple()
        let result = try wrapped.call(tuple: positional.borrow(), keywords: named.borrow())
        if isAsync { return try awaiting(result, notes, state) }
        result.lend { NotedCall.attach(to: $0, notes: notes, state) }
        return result
    }

    /// The same without its own arguments, where nothing is recorded.
    func stripped(_ wrapped: borrowing Owned, _ arguments: Arguments, _ state: StateReference) throws(PythonError) -> Owned {
        let named = try Owned.dictionary()
        guard try CallNotes.take(from: arguments, into: named, state) != nil else { return try wrapped.call(arguments) }
        let positional = try arguments.tuple()
        return try wrapped.call(tuple: positional.borrow(), keywords: named.borrow())
    }

    /// The coroutine with the notes in force at each of its steps; what is none is returned as it is.
    private func awaiting(
        _ result: consuming Owned, _ notes: borrowing Owned, _ state: StateReference
    ) throws(PythonError) -> Owned {
        // Safe: reads the kind.
        guard unsafe martlet_still_runs(result.raw) == Int32(martlet_runs_coroutine) else {
            result.lend { NotedCall.attach(to: $0, notes: notes, state) }
            return result
        }
        return try RecordedAwaitable.make(.notedCall, inner: result, of: notes.borrow(), state)
    }
}
