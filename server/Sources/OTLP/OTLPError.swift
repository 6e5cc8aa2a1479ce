/// Why a request, or one of its spans or log records, could not be taken.
public enum OTLPError: Error, Sendable, Equatable {
    /// A field goes on behind the end of what holds it.
    case truncated(offset: Int)
    /// These bytes are not protobuf.
    case malformed(what: String, offset: Int)
    /// A text that is not UTF-8.
    case invalidUTF8(field: String)
    /// The body is not JSON.
    case invalidJSON(String)
    /// A field of the JSON has another type than it must have.
    case invalidField(String, expected: String)
    /// A trace or span id of the wrong length, or all zeros.
    case invalidID(field: String)
    /// No start and no end.
    case missingTime
    /// A time that 64 bits do not hold as nanoseconds since 1970.
    case timeOutOfRange
    /// Arrays and maps nested beyond the limit.
    case tooDeep(limit: Int)
    /// More values than one request may have.
    case tooManyValues(limit: Int)
    /// More spans than one request may have.
    case tooManySpans(limit: Int)
    /// More log records than one request may have.
    case tooManyLogRecords(limit: Int)
}

extension OTLPError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .truncated(let offset): "the field at byte \(offset) goes on behind the end"
        case .malformed(let what, let offset): "there is no valid \(what) at byte \(offset)"
        case .invalidUTF8(let field): "\(field) is not UTF-8"
        case .invalidJSON(let reason): "the body is not JSON: \(reason)"
        case .invalidField(let field, let expected): "\(field) is not \(expected)"
        case .invalidID(let field): "\(field) has the wrong length or is all zeros"
        case .missingTime: "the span has neither a start nor an end time"
        case .timeOutOfRange: "a time is later than the year 2262"
        case .tooDeep(let limit): "values are nested more than \(limit) deep"
        case .tooManyValues(let limit): "the request has more than \(limit) values"
        case .tooManySpans(let limit): "the request has more than \(limit) spans"
        case .tooManyLogRecords(let limit): "the request has more than \(limit) log records"
        }
    }
}
