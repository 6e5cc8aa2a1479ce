import CPython
import Journal

/// The memory of a generator that stands for the one that a traced function made.
@safe struct TracedGeneratorFields: TracedRunFields {
    var weakReferences: UnsafeMutableRawPointer?
    var inner: Field
    var traced: Field
    var pending: Field
    var isPendingCut: Bool
    var itemCount: Int
    var course: SpanCourse
    var state: StateReference?
}

typealias TracedGenerator = Instance<TracedGeneratorFields>

extension Instance where Fields == TracedGeneratorFields {
    /// One that has to be filled.
    static func makeEmpty(_ state: StateReference) throws(PythonError) -> Owned {
        guard let type = state.pointee.recorder.objects.generatorType.retained() else {
            throw PythonError.raise(.systemError, "the martlet module is being unloaded")
        }
        return try TypeReference(unchecked: type).allocate()
    }

    /// Advances what is inside by `action`, and takes note of how that went.
    func advance(_ action: (borrowing Owned, StateReference) -> Step) -> Step {
        guard let state = fields.state, let inner = fields.inner.retained() else {
            return .returned(.none)
        }
        beginTraced(state)
        let step = inside(state) { action(inner, state) }
        switch consume step {
        case .yielded(let item):
            item.lend { noteItem($0, state) }
            return .yielded(item)
        case .returned(let result):
            result.lend { finishTraced(with: $0, state) }
            return .returned(result)
        case .raised:
            finishTraced(with: nil, state)
            return .raised
        }
    }

    /// The next item; null without an exception at the end without a result.
    func next() -> RawObject? {
        switch advance({ inner, _ in Step.sending(.none, to: inner) }) {
        case .yielded(let item): return unsafe item.take()
        case .raised: return nil
        case .returned(let result):
            if !result.isNone { raiseStop(result) }
            return nil
        }
    }

    private func raiseStop(_ result: consuming Owned) {
        do throws(PythonError) { _ = try Step.returned(result).asMethodResult() } catch {}
    }

    /// Closes what is inside, as `generator.close()` does. One that has not begun has no span.
    func close() throws(PythonError) -> Owned {
        guard let state = fields.state, let inner = fields.inner.retained() else { return .none }
        guard let result = inside(state, { Step.closing(inner, state) }) else {
            finishTraced(with: nil, state)
            throw PythonError()
        }
        abandonTraced(state)
        return result
    }
}
