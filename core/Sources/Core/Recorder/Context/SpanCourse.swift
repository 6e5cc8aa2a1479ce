import CPython
import Journal

/// The course of a span whose work is done in steps: of a coroutine or a generator.
///
/// Between the steps the span is not current, so that code elsewhere in the same context is not
/// taken for a part of it. What is current inside when it waits is current again when it goes on.
struct SpanCourse {
    /// While it waits: where its code is.
    var position = SpanPosition()
    /// The span itself, once it has begun.
    var context = SpanContext(trace: JournalID(high: 0, low: 0), span: 0, generation: 0)
    var isStarted = false
    var isRunning = false
    var isDone = false

    init() {}

    /// A course that begins inside of `position`.
    mutating func begin(_ context: SpanContext, at position: SpanPosition) {
        self.context = context
        self.position = position
        isStarted = true
    }
}

/// The memory of an object whose span has such a course.
protocol SteppedFields {
    var course: SpanCourse { get set }
}

extension Instance where Fields: SteppedFields {
    /// Does one step with the span as the current one.
    @inline(__always)
    func inside<Result: ~Copyable>(_ state: StateReference, _ step: () -> Result) -> Result {
        // A step within a step is an error that the coroutine itself reports.
        guard fields.course.isStarted, !fields.course.isRunning, !fields.course.isDone else { return step() }
        var position = fields.course.position
        fields.course.position = SpanPosition()
        fields.course.isRunning = true
        let isInside = CurrentSpan.exchange(&position, state)
        let result = step()
        if isInside { CurrentSpan.exchange(&position, state) }
        fields.course.isRunning = false
        fields.course.position = position
        return result
    }

    /// Whether this is the first time that the course is said to be at its end; its position is let go.
    ///
    /// - Parameter endsSpan: the span ends too, and its handle is to say so.
    func finishCourse(endsSpan: Bool) -> Bool {
        guard fields.course.isStarted, !fields.course.isDone else { return false }
        fields.course.isDone = true
        var position = fields.course.position
        fields.course.position = SpanPosition()
        // A block inside may have been left open; its handle is not ours to mark.
        if endsSpan, position.context?.span == fields.course.context.span {
            position.releaseEnded()
        } else {
            position.release()
        }
        return true
    }
}
