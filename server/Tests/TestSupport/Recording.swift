import Model
import Store

/// Batches of one process, with the positions that go with them.
public struct Recording {
    public var process: ProcessFacts
    public var index: UInt64 = 0
    public private(set) var position: UInt64 = 256

    public init(process number: UInt64 = 1) {
        process = ProcessFacts(
            instance: ProcessInstance(high: 0xABCD, low: number), processID: UInt32(truncatingIfNeeded: number),
            startTime: 1)
    }

    /// A batch that goes on where the one before ended.
    public mutating func batch(
        _ changes: Change..., state: SegmentProgress.State = .reading, endsProcess: Bool = false
    ) -> Batch {
        batch(changes, state: state, endsProcess: endsProcess)
    }

    public mutating func batch(
        _ changes: [Change], state: SegmentProgress.State = .reading, endsProcess: Bool = false
    ) -> Batch {
        let from = position
        position += UInt64(changes.count) * 64
        return Batch(
            process: process, index: index, from: from, to: position, state: state, changes: changes,
            endsProcess: endsProcess)
    }
}

extension Change {
    public static func start(
        _ span: UInt64, trace: UInt64 = 1, parent: UInt64 = 0, at time: Int64, name: String = "call"
    ) -> Change {
        .start(
            SpanStart(
                span: SpanID(span)!, trace: TraceID(high: 9, low: trace), parent: SpanID(parent), time: time,
                name: name, scope: "test", kind: .client, threadID: 7))
    }

    public static func end(_ span: UInt64, at time: Int64, _ status: SpanStatus = .ok) -> Change {
        .end(SpanEnd(span: SpanID(span)!, time: time, status: status))
    }

    public static func payload(
        _ span: UInt64, _ number: UInt64, _ key: String, _ text: String, at time: Int64 = 5
    ) -> Change {
        let bytes = Array(text.utf8)
        return .payload(
            PayloadFragment(
                span: SpanID(span)!, number: number, key: key, mediaType: .text, time: time,
                totalLength: UInt64(bytes.count), bytes: bytes))
    }
}

extension TraceID {
    /// The trace that ``Change/start(_:trace:parent:at:name:)`` calls by this number.
    public static func number(_ number: UInt64) -> TraceID { TraceID(high: 9, low: number) }
}
