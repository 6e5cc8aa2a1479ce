import CPython
import Journal

/// The span that code is inside of, right across threads, asyncio tasks and copied contexts.
///
/// It means what a `ContextVar` with the span in it would mean, and costs a tenth: see `HolderPath`.
enum CurrentSpan {
    /// The ids of the current span; nil outside of any.
    @inline(__always)
    static func context(_ state: StateReference) -> SpanContext? {
        locate(state)
        return state.pointee.recorder.path.instance?.fields.position.context
    }

    /// The handle of the current span; nil outside of any.
    static func object(_ state: StateReference) -> Owned? {
        locate(state)
        guard let found = state.pointee.recorder.path.instance, let context = found.fields.position.context else {
            return nil
        }
        if let handle = found.fields.position.handle.retained() { return handle }
        let holder = found.retained()
        guard let handle = SpanObject.makeQuietly(context, state) else { return nil }
        // Making the handle may have started a collection, and its destructors another span.
        let position = ContextHolder(unchecked: holder).fields.position
        if position.handle.isEmpty, position.context?.span == context.span {
            ContextHolder(unchecked: holder).fields.position.handle.initialize(handle.retained())
        }
        return handle
    }

    /// What `martlet.context` says of spans that begin here.
    @inline(__always)
    static func values(_ state: StateReference) -> Owned? {
        locate(state)
        return state.pointee.recorder.path.instance?.fields.values.retained()
    }

    /// Makes `position` the current one, and puts into it what was so before.
    ///
    /// Where there is no memory for that nothing changes, and it says false. An exception that is
    /// set stays set.
    @inline(__always)
    @discardableResult
    static func exchange(_ position: inout SpanPosition, _ state: StateReference) -> Bool {
        let thread = locate(state)
        // Safe: as in `locate`.
        guard unsafe state.pointee.recorder.path.isExclusive(for: thread),
            let holder = state.pointee.recorder.path.instance
        else { return replaceHolder(&position, state) }
        swap(&holder.fields.position, &position)
        return true
    }

    /// The same for what `martlet.context` says.
    @discardableResult
    static func exchange(values: inout Field, _ state: StateReference) -> Bool {
        let thread = locate(state)
        // Safe: as in `locate`.
        if unsafe state.pointee.recorder.path.isExclusive(for: thread), let holder = state.pointee.recorder.path.instance {
            swap(&holder.fields.values, &values)
            return true
        }
        let previous = state.pointee.recorder.path.instance?.fields.values.retained()
        let exception = SavedException()
        var isSet = false
        if let holder = makeHolder(position: currentPosition(state), values: values.retained(), state) {
            isSet = set(holder, state)
        }
        exception.restore()
        if isSet { _ = values.exchange(previous) }
        return isSet
    }

    /// Ends the being current of a span that was made so in the context at `home`; `position` is what
    /// was current before.
    ///
    /// A block that is left in another context than it was entered in, as by a generator that the
    /// collector closes, changes nothing there.
    static func leave(_ context: SpanContext, restoring position: inout SpanPosition, home: UInt, _ state: StateReference) {
        guard self.context(state)?.span == context.span || Self.home == home else { return position.release() }
        if let outer = position.outerOfEnded {
            position.release()
            position = outer
        }
        exchange(&position, state)
        position.release()
    }

    /// A number for the running context, to compare with another such.
    static var home: UInt {
        // Safe: the address is compared only.
        unsafe UInt(bitPattern: martlet_context(martlet_thread()))
    }

    /// Sees to it that the state has the way to the holder of the running context.
    @inline(__always) @discardableResult @safe
    private static func locate(_ state: StateReference) -> UnsafeMutablePointer<PyThreadState> {
        // Safe: there is a thread state wherever Python code can call us.
        let thread = unsafe martlet_thread()
        if unsafe !state.pointee.recorder.path.isValid(for: thread) { unsafe find(thread, state) }
        return unsafe thread
    }

    @inline(never)
    private static func find(_ thread: UnsafeMutablePointer<PyThreadState>, _ state: StateReference) {
        var value: RawObject?
        if let variable = state.pointee.recorder.objects.currentSpan.retained() {
            // Safe: the variable is ours; the result is a new reference, or null without a value. Without
            // a default it raises nothing.
            unsafe PyContextVar_Get(variable.raw, nil, &value)
        }
        // The context keeps the holder alive when this reference is gone.
        var holder: Owned?
        if let value = unsafe value { holder = unsafe Owned(stealing: value) }
        unsafe state.pointee.recorder.path.find(holder, for: thread)
    }

    @inline(never)
    private static func replaceHolder(_ position: inout SpanPosition, _ state: StateReference) -> Bool {
        let exception = SavedException()
        let previous = currentPosition(state)
        let values = state.pointee.recorder.path.instance?.fields.values.retained()
        var isSet = false
        if let holder = makeHolder(position: position.copy(), values: values, state) { isSet = set(holder, state) }
        exception.restore()
        if isSet {
            position.release()
            position = previous
        } else {
            var previous = previous
            previous.release()
        }
        return isSet
    }

    /// A copy of the current position.
    private static func currentPosition(_ state: StateReference) -> SpanPosition {
        state.pointee.recorder.path.instance?.fields.position.copy() ?? SpanPosition()
    }

    private static func makeHolder(
        position: consuming SpanPosition, values: consuming Owned?, _ state: StateReference
    ) -> Owned? {
        var position = position
        guard let type = state.pointee.recorder.objects.holderType.retained() else {
            position.release()
            return nil
        }
        do throws(PythonError) {
            let object = try TypeReference(unchecked: type).allocate()
            let holder = ContextHolder(unchecked: object)
            holder.fields.position = position
            if let values { holder.fields.values.initialize(values) }
            return object
        } catch {
            PythonError.clear()
            position.release()
            return nil
        }
    }

    private static func set(_ holder: consuming Owned, _ state: StateReference) -> Bool {
        guard let variable = state.pointee.recorder.objects.currentSpan.retained() else { return false }
        // Safe: both are alive; a new reference or null. The token is let go: the holder is what is restored.
        guard let token = unsafe PyContextVar_Set(variable.raw, holder.raw) else {
            PythonError.clear()
            return false
        }
        _ = unsafe Owned(stealing: token)
        state.pointee.recorder.path.forget()
        return true
    }
}

extension SpanPosition {
    /// Where this is a span that has ended meanwhile: what was current before it.
    fileprivate var outerOfEnded: SpanPosition? {
        guard let handle = handle.retained() else { return nil }
        let fields = SpanObject(unchecked: handle).fields
        return fields.isEnded ? SpanPosition(fields.outer) : nil
    }

    /// Whether its handle says that it has ended.
    var hasEnded: Bool {
        guard let handle = handle.retained() else { return false }
        return SpanObject(unchecked: handle).fields.isEnded
    }
}
