import CPython
import Journal

/// The memory of an asynchronous generator that stands for the one that a traced function made.
@safe struct TracedAsyncGeneratorFields: TracedRunFields {
    var weakReferences: UnsafeMutableRawPointer?
    var inner: Field
    var traced: Field
    var pending: Field
    var isPendingCut: Bool
    var itemCount: Int
    var course: SpanCourse
    var state: StateReference?
}

typealias TracedAsyncGenerator = Instance<TracedAsyncGeneratorFields>

extension Instance where Fields == TracedAsyncGeneratorFields {
    /// One that has to be filled.
    static func makeEmpty(_ state: StateReference) throws(PythonError) -> Owned {
        guard let type = state.pointee.recorder.objects.asyncGeneratorType.retained() else {
            throw PythonError.raise(.systemError, "the martlet module is being unloaded")
        }
        return try TypeReference(unchecked: type).allocate()
    }

    /// The awaitable of a step that `method` of the generator itself begins.
    func step(
        _ purpose: AwaitablePurpose, _ method: Interned, _ arguments: Arguments
    ) throws(PythonError) -> Owned {
        guard let inner = fields.inner.retained(), let state = fields.state else {
            throw PythonError.raise(.runtimeError, "the generator is gone")
        }
        let awaitable = try inner.attribute(method).call(arguments)
        return try RecordedAwaitable.make(purpose, inner: awaitable, of: borrowed, state)
    }

    /// Takes note of what a step gave: an item, or an exception, which is set and stays set.
    func stepped(_ item: Borrowed?, _ state: StateReference) {
        if let item { return noteItem(item, state) }
        guard PythonError.matches(.stopAsyncIteration) else { return finishTraced(with: nil, state) }
        let exception = SavedException()
        finishTraced(with: Borrowed.none, state)
        exception.restore()
    }

    /// Takes note of its having been closed.
    func closed(raising: Bool, _ state: StateReference) {
        if raising { finishTraced(with: nil, state) } else { abandonTraced(state) }
    }
}
