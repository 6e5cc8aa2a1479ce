import Model

/// Gives single spans with everything that was seen of them.
public protocol SpanArchive: Sendable {
    /// A span; `nil` if there is none of that id.
    ///
    /// - Parameters:
    ///   - trace: the one that it is in; without it only the latest million spans are searched, since
    ///     ids are random and an index of them would make storing slow.
    ///   - payloadBytes: most bytes of payloads to read.
    func span(
        _ id: SpanID, in trace: TraceID?, payloadBytes: Int
    ) async throws(StoreError) -> RecordedSpan?

    /// The spans of a part of a list, in its order. One that is gone by now is left out.
    func recorded(
        _ spans: ArraySlice<SpanSummary>, payloadBytes: Int
    ) async throws(StoreError) -> [RecordedSpan]
}
