import Model
import Store

/// The parameters of a request's query, each of which is taken once.
///
/// ``finish()`` refuses what was not taken: a misspelt filter would otherwise leave nothing out.
struct QueryParameters {
    private var values: [String: String] = [:]

    /// Reads what comes behind the `?`, as forms write it.
    init(_ query: String?) throws(RequestError) {
        for (name, value) in try Self.pairs(query) {
            guard values.updateValue(value, forKey: name) == nil else {
                throw .invalidParameter(name, "it is given more than once")
            }
        }
    }

    /// Names and values, decoded, in their order.
    static func pairs(_ query: String?) throws(RequestError) -> [(name: String, value: String)] {
        var pairs: [(name: String, value: String)] = []
        for field in (query ?? "").utf8.split(separator: UInt8(ascii: "&")) {
            let parts = field.split(
                separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = decoded(parts[0]), let value = parts.count > 1 ? decoded(parts[1]) : ""
            else {
                throw .badRequest("the query is not percent-encoded UTF-8")
            }
            pairs.append((name, value))
        }
        return pairs
    }

    private static func decoded(_ field: some Sequence<UInt8>) -> String? {
        var bytes: [UInt8] = []
        var iterator = field.makeIterator()
        while let byte = iterator.next() {
            switch byte {
            case UInt8(ascii: "+"): bytes.append(UInt8(ascii: " "))
            case UInt8(ascii: "%"):
                guard let high = iterator.next().flatMap(hexValue),
                    let low = iterator.next().flatMap(hexValue)
                else { return nil }
                bytes.append(high << 4 | low)
            default: bytes.append(byte)
            }
        }
        return String(validating: bytes, as: UTF8.self)
    }

    private static func hexValue(_ digit: UInt8) -> UInt8? {
        Character(Unicode.Scalar(digit)).hexDigitValue.map(UInt8.init)
    }

    /// A text; `nil` if it is missing or empty, as an unused field of a form is.
    mutating func text(_ name: String) -> String? {
        guard let value = values.removeValue(forKey: name), !value.isEmpty else { return nil }
        return value
    }

    /// The number of rows in a part of a list.
    mutating func limit() throws(RequestError) -> Int {
        guard let text = text("limit") else { return TraceQuery.defaultLimit }
        guard let limit = Int(text), (1...TraceQuery.greatestLimit).contains(limit) else {
            throw .invalidParameter("limit", "it must be from 1 to \(TraceQuery.greatestLimit)")
        }
        return limit
    }

    /// A time in nanoseconds since 1970.
    mutating func time(_ name: String) throws(RequestError) -> Int64? {
        guard let text = text(name) else { return nil }
        guard let time = Timestamp.nanoseconds(parsing: text) else { throw .noTime(name) }
        return time
    }

    mutating func status() throws(RequestError) -> SpanStatus? {
        guard let text = text("status") else { return nil }
        guard let status = SpanStatus(rawValue: text) else {
            let known = SpanStatus.allCases.map(\.rawValue).joined(separator: ", ")
            throw .invalidParameter("status", "it must be one of \(known)")
        }
        return status
    }

    /// Refuses parameters that nobody has asked for.
    func finish() throws(RequestError) {
        if let name = values.keys.min() {
            throw .invalidParameter(name, "there is no such parameter here")
        }
    }
}
