import Model
import Store

extension QueryParameters {
    /// What every list of spans takes, beside `limit`.
    mutating func spanQuery(limit: Int) throws(RequestError) -> SpanQuery {
        SpanQuery(
            limit: limit, cursor: text("cursor"), since: try time("since"),
            until: try time("until"), status: try status(), model: text("model"),
            trace: try traceID("trace_id"))
    }

    /// A trace's id; `nil` if it is missing.
    mutating func traceID(_ name: String) throws(RequestError) -> TraceID? {
        guard let text = text(name) else { return nil }
        guard let trace = TraceID(hex: text) else {
            throw .invalidParameter(name, "it must have 32 hexadecimal digits")
        }
        return trace
    }

    /// A number of at least 1.
    mutating func count(_ name: String) throws(RequestError) -> Int? {
        guard let text = text(name) else { return nil }
        guard let count = Int(text), count > 0 else {
            throw .invalidParameter(name, "it must be a number from 1 on")
        }
        return count
    }
}
