import Model

/// How many spans of a trace stand how. A value without memory of its own: it is copied once a span.
struct StatusCounts {
    private var counts = InlineArray<6, Int>(repeating: 0)

    subscript(status: SpanStatus) -> Int {
        get { counts[status.code] }
        set { counts[status.code] = newValue }
    }

    var total: Int {
        var sum = 0
        for code in counts.indices { sum += counts[code] }
        return sum
    }

    /// The worst that any of them has.
    var worst: SpanStatus { SpanStatus.worstFirst.first { self[$0] > 0 } ?? .ok }
}
