import Model
import Store

extension QueryParameters {
    /// What every list of spans takes, beside `limit`.
    mutating func spanQuery(limit: Int) throws(RequestError) -> SpanQuery {
        SpanQuery(
            limit: limit, cursor: text("cursor"), since: try time("since"),
            until: try time("until"), status: try status(), model: text("model"),
            trace: try traceID("trace_id"), filter: try listFilter())
    }

    /// What every list of traces takes, beside `limit`.
    mutating func traceQuery(limit: Int) throws(RequestError) -> TraceQuery {
        TraceQuery(
            limit: limit, cursor: text("cursor"), since: try time("since"),
            until: try time("until"), status: try status(), model: text("model"),
            filter: try listFilter())
    }

    private mutating func listFilter() throws(RequestError) -> ListFilter {
        ListFilter(
            name: text("name"), operation: try operation(), user: text("user"), session: text("session"), tag: text("tag"),
            duration: .init(try duration("min_duration"), try duration("max_duration")),
            tokens: .init(try number("min_tokens"), try number("max_tokens")),
            cost: .init(try amount("min_cost"), try amount("max_cost")), text: text("text"))
    }

    /// What sort of work a span was: `operation`, or `kind`, which is the same.
    mutating func operation() throws(RequestError) -> Meaning.Operation? {
        let (operation, kind) = (try operation(named: "operation"), try operation(named: "kind"))
        if let operation, let kind, operation != kind {
            throw .invalidParameter("kind", "it is another name of operation, which is \(operation.rawValue) here")
        }
        return operation ?? kind
    }

    private mutating func operation(named name: String) throws(RequestError) -> Meaning.Operation? {
        guard let text = text(name) else { return nil }
        guard let operation = Meaning.Operation(called: text) else {
            let known = Meaning.Operation.allCases.map(\.rawValue).joined(separator: ", ")
            throw .invalidParameter(
                name,
                SpanKind.allCases.contains { "\($0)" == text.lowercased() }
                    ? "it is what a span's operation says, one of \(known); spans cannot be asked for by which side of a call they are"
                    : "it must be one of \(known)")
        }
        return operation
    }

    /// A time in nanoseconds: digits alone, or a number with a unit, such as `1.5s`.
    mutating func duration(_ name: String) throws(RequestError) -> Int64? {
        guard let text = text(name) else { return nil }
        guard let duration = Self.nanoseconds(text) else {
            throw .invalidParameter(name, "it must be a time such as 250ms, 1.5s, 2m, or nanoseconds")
        }
        return duration
    }

    /// `nil` for what is no time, and for what no 64 bits hold.
    static func nanoseconds(_ text: String) -> Int64? {
        let units: [(String, Double)] = [
            ("ns", 1), ("us", 1e3), ("ms", 1e6), ("s", 1e9), ("m", 60e9), ("h", 3_600e9), ("d", 86_400e9),
        ]
        let digits = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        let unit = text[digits.endIndex...]
        if unit.isEmpty { return Int64(digits) }
        guard let factor = units.first(where: { $0.0 == unit })?.1, let number = Double(digits) else { return nil }
        let nanoseconds = number * factor
        return nanoseconds < 0x1p63 ? Int64(nanoseconds.rounded()) : nil
    }

    private mutating func number(_ name: String) throws(RequestError) -> Int? {
        guard let text = text(name) else { return nil }
        guard let number = Int(text), number >= 0 else {
            throw .invalidParameter(name, "it must be a whole number from 0 on")
        }
        return number
    }

    /// US dollars.
    private mutating func amount(_ name: String) throws(RequestError) -> Double? {
        guard let text = text(name) else { return nil }
        guard let amount = Double(text), amount >= 0, amount.isFinite else {
            throw .invalidParameter(name, "it must be a number of US dollars from 0 on")
        }
        return amount
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
