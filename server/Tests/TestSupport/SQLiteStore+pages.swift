import Model
import Store

extension SQLiteStore {
    /// The traces of all pages of a list.
    public func allTraces(_ query: TraceQuery) async throws(StoreError) -> [TraceSummary] {
        var (query, found) = (query, [TraceSummary]())
        repeat {
            let page = try await traces(query)
            found += page.elements
            query.cursor = page.nextCursor
        } while query.cursor != nil
        return found
    }

    /// The spans of all pages of a list.
    public func allSpans(_ query: SpanQuery) async throws(StoreError) -> [SpanSummary] {
        var (query, found) = (query, [SpanSummary]())
        repeat {
            let page = try await spans(query)
            found += page.elements
            query.cursor = page.nextCursor
        } while query.cursor != nil
        return found
    }
}
