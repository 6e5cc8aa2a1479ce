import CPython
import Journal

/// The memory of a `SpanScope`: what `martlet.span(...)` returns, for `with` and `async with`.
struct SpanScopeFields {
    /// A string.
    var name: Field
    /// A dictionary, or empty.
    var attributes: Field
    /// While it is entered: the span.
    var span: Field
    /// What was current before, and the context in which it was so.
    var previous: SpanPosition
    var home: UInt
    var state: StateReference?
}

typealias SpanScope = Instance<SpanScopeFields>

extension Instance where Fields == SpanScopeFields {
    /// `span(name, /, **attributes)`.
    static func make(_ arguments: Arguments, in module: Borrowed) throws(PythonError) -> Owned {
        guard arguments.count == 1, arguments[0].isText else {
            throw PythonError.raise(.typeError, "span() takes the name as its one positional argument, a str")
        }
        guard let state = StateReference(module: module), let type = state.pointee.recorder.objects.scopeType.retained()
        else { throw PythonError.raise(.systemError, "the martlet module is being unloaded") }
        let object = try TypeReference(unchecked: type).allocate()
        let scope = SpanScope(unchecked: object)
        scope.fields.state = state
        state.retain()
        scope.fields.name.initialize(arguments[0].retained())
        if arguments.namedCount > 0 { scope.fields.attributes.initialize(try arguments.dictionary()) }
        return object
    }

    /// Starts the span and makes it current; returns its handle, or `None` if recording is off.
    func enter() throws(PythonError) -> Owned {
        guard fields.span.isEmpty else {
            throw PythonError.raise(.runtimeError, "this span has been entered; call martlet.span() for each one")
        }
        guard let state = fields.state, let name = fields.name.retained(),
            let span = SpanObject.start(named: name.borrow(), kind: 1, state)
        else { return .none }
        if let attributes = fields.attributes.retained() {
            SpanObject(unchecked: span).record({ $0.attributes }, state) { capture, mode in
                if mode == .full { capture.write(attributes.borrowed) } else { capture.buffer.append("{}") }
            }
        }
        _ = fields.span.exchange(span.retained())
        var position = SpanPosition(SpanObject(unchecked: span).context, handle: span.retained())
        if CurrentSpan.exchange(&position, state) {
            if let outer = position.context { SpanObject(unchecked: span).fields.outer = outer }
            // In a copied context the span around may have ended before; inside of it we are all the same.
            if position.hasEnded { position.release() }
            fields.previous = position
            fields.home = CurrentSpan.home
        } else {
            position.release()
        }
        return span
    }

    /// Ends the span; `error` is the exception that the block was left with, or `None`.
    func leave(_ error: Borrowed) {
        guard let state = fields.state, let span = fields.span.exchange(nil) else { return }
        let handle = SpanObject(unchecked: span)
        restorePrevious(handle, home: fields.home, state)
        if error.isNone { handle.end(.returned, state) } else { handle.end(with: error, state) }
    }

    private func restorePrevious(_ span: SpanObject, home: UInt, _ state: StateReference) {
        guard fields.home != 0 else { return }
        fields.home = 0
        var previous = fields.previous
        fields.previous = SpanPosition()
        CurrentSpan.leave(span.context, restoring: &previous, home: home, state)
    }

    func traverse(_ visitor: Visitor) -> Int32 {
        for field in [fields.name, fields.attributes, fields.span, fields.previous.handle] {
            let status = field.traverse(visitor)
            if status != 0 { return status }
        }
        return unsafe visitor.visitType(of: raw)
    }

    func clear() {
        _ = fields.name.exchange(nil)
        _ = fields.attributes.exchange(nil)
        _ = fields.span.exchange(nil)
        fields.previous.release()
    }

    func deallocate() {
        unsafe Deallocation.untrack(raw)
        let exception = SavedException()
        if let state = fields.state {
            // Entered and never left, as by a generator that was dropped.
            if let span = fields.span.retained() {
                // In whatever context this happens to be.
                restorePrevious(SpanObject(unchecked: span), home: 0, state)
                SpanObject(unchecked: span).end(.abandoned, state)
            }
            clear()
            fields.state = nil
            state.release()
        }
        exception.restore()
        unsafe Deallocation.free(raw)
    }
}
