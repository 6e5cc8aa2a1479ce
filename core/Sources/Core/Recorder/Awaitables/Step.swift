import CPython

/// What came of advancing an awaitable once.
enum Step: ~Copyable {
    /// It waits, for what it handed out.
    case yielded(Owned)
    /// It is done, with its result.
    case returned(Owned)
    /// An exception is set.
    case raised

    /// Advances `awaitable` with `value`, which is `None` the first time.
    static func sending(_ value: Borrowed, to awaitable: borrowing Owned) -> Step {
        var result: RawObject?
        // Safe: both are alive; the result is a new reference unless an exception is set.
        let status = unsafe PyIter_Send(awaitable.raw, value.raw, &result)
        guard let result = unsafe result else { return .raised }
        let object = unsafe Owned(stealing: result)
        return status == PYGEN_NEXT ? .yielded(object) : .returned(object)
    }

    /// Raises in `awaitable`, where it waits: its `throw` with the arguments that ours got.
    static func throwing(_ arguments: Arguments, into awaitable: borrowing Owned, _ state: StateReference) -> Step {
        do throws(PythonError) {
            let method = try awaitable.attribute(state.names.recorder.throwName)
            return .yielded(try method.call(arguments))
        } catch {
            return afterRaising(state)
        }
    }

    /// Ends `awaitable` where it waits, by its `close`; nil where that raised.
    static func closing(_ awaitable: borrowing Owned, _ state: StateReference) -> Owned? {
        do throws(PythonError) {
            return try awaitable.callMethod(state.names.recorder.closeName)
        } catch {
            return nil
        }
    }

    /// What an exception means that an awaitable's method raised: StopIteration is its result.
    private static func afterRaising(_ state: StateReference) -> Step {
        guard PythonError.matches(.stopIteration) else { return .raised }
        let exception = SavedException()
        var value = Owned.none
        exception.with { stop in
            if let found = stop.quietAttribute(state.names.recorder.value) { value = found }
        }
        return .returned(value)
    }

    /// The same, as the method `send` and the iterator's `next` report it: a result is raised.
    consuming func asMethodResult() throws(PythonError) -> Owned {
        switch consume self {
        case .yielded(let value): return value
        case .raised: throw PythonError()
        case .returned(let value):
            // An instance: given the bare value, a tuple or an exception would be taken apart.
            let stop = try ExceptionType.stopIteration.call(value)
            throw PythonError.raise(ExceptionType.stopIteration, message: stop)
        }
    }
}
