import CPython
import Journal

/// The memory of what `extract(...)` and `context(...)` return, for `with` and `async with`.
struct ContextScopeFields {
    /// While it is not entered: what becomes current. While it is: what was so before.
    var position: SpanPosition
    var hasPosition: Bool
    /// The same for `ContextValues`: a tuple, or empty.
    var values: Field
    var hasValues: Bool
    /// The context in which it was entered; 0 while it is not.
    var home: UInt
    var isEntered: Bool
    var state: StateReference?
}

typealias ContextScope = Instance<ContextScopeFields>

extension Instance where Fields == ContextScopeFields {
    /// A scope whose spans are children of `parent`; without it, one that does nothing.
    static func make(parent: SpanContext?, _ state: StateReference) throws(PythonError) -> Owned {
        let object = try makeEmpty(state)
        if let parent {
            ContextScope(unchecked: object).fields.position = SpanPosition(parent)
            ContextScope(unchecked: object).fields.hasPosition = true
        }
        return object
    }

    /// A scope whose spans have these attributes.
    static func make(values: consuming Owned, _ state: StateReference) throws(PythonError) -> Owned {
        let object = try makeEmpty(state)
        ContextScope(unchecked: object).fields.values.initialize(values)
        ContextScope(unchecked: object).fields.hasValues = true
        return object
    }

    private static func makeEmpty(_ state: StateReference) throws(PythonError) -> Owned {
        guard let type = state.pointee.recorder.objects.contextScopeType.retained() else {
            throw PythonError.raise(.systemError, "the martlet module is being unloaded")
        }
        let object = try TypeReference(unchecked: type).allocate()
        ContextScope(unchecked: object).fields.state = state
        state.retain()
        return object
    }

    func enter() throws(PythonError) {
        guard !fields.isEntered else {
            throw PythonError.raise(.runtimeError, "this block has been entered; make another one for each")
        }
        guard let state = fields.state else { return }
        fields.isEntered = true
        if fields.hasValues {
            let merged = try ContextValues.merge(CurrentSpan.values(state), fields.values.retained(), state)
            var values = Field()
            values.initialize(merged)
            let isSet = CurrentSpan.exchange(values: &values, state)
            fields.hasValues = isSet
            let given = fields.values
            fields.values = values
            var dropped = given
            _ = dropped.exchange(nil)
        }
        exchangePosition(state)
        fields.home = CurrentSpan.home
    }

    /// In another context than it was entered in it changes nothing.
    func leave() {
        guard fields.isEntered, let state = fields.state, fields.home == CurrentSpan.home else { return }
        fields.home = 0
        if fields.hasValues {
            var values = fields.values
            fields.values = Field()
            CurrentSpan.exchange(values: &values, state)
            _ = values.exchange(nil)
        }
        exchangePosition(state)
    }

    private func exchangePosition(_ state: StateReference) {
        guard fields.hasPosition else { return }
        var position = fields.position
        fields.position = SpanPosition()
        fields.hasPosition = CurrentSpan.exchange(&position, state)
        fields.position = position
    }

    func deallocate() {
        let exception = SavedException()
        fields.position.release()
        _ = fields.values.exchange(nil)
        exception.restore()
        let state = fields.state
        unsafe Deallocation.free(raw)
        state?.release()
    }

    static func makeType(in module: Borrowed) throws(PythonError) -> Owned {
        try TypeBuilder.make(
            "martlet._core.ContextScope", fields: ContextScopeFields.self, flags: .noConstructor, in: module,
            slots: [
                .documentation("A block of a program whose spans have something in common: for `with` and `async with`."),
                .deallocate { unsafe ContextScope($0.unsafelyUnwrapped).deallocate() },
                .methods([
                    .noArguments("__enter__", "Begins the block.") { object, _ in
                        entry(ContextScope.self, object) { scope throws(PythonError) in
                            try scope.enter()
                            return .none
                        }
                    },
                    .arguments("__exit__", "Ends the block.") { object, _, _, _ in
                        entry(ContextScope.self, object) { scope throws(PythonError) in
                            scope.leave()
                            return .bool(false)
                        }
                    },
                    .noArguments("__aenter__", "Begins the block.") { object, _ in
                        entry(ContextScope.self, object) { scope throws(PythonError) in
                            try scope.enter()
                            return try ReadyAwaitable.make(.none, scope.fields.state)
                        }
                    },
                    .arguments("__aexit__", "Ends the block.") { object, _, _, _ in
                        entry(ContextScope.self, object) { scope throws(PythonError) in
                            scope.leave()
                            return try ReadyAwaitable.make(.bool(false), scope.fields.state)
                        }
                    },
                ]),
            ])
    }
}
