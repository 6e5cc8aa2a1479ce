/// What of a request was not taken, and why.
public struct Rejections: Sendable, Equatable {
    /// Spans, or log records, that were left out.
    public private(set) var count: Int
    /// The first few reasons, each once.
    public private(set) var reasons: [String]

    private static let reasonLimit = 5
    /// What has been said already: to put an error into words for each of many million rejected
    /// spans would cost more than to decode them.
    private var errors: [OTLPError] = []

    public init() {
        count = 0
        reasons = []
    }

    /// Nothing was left out, and there is nothing to say.
    public var isEmpty: Bool { count == 0 && reasons.isEmpty }

    /// One line for people; empty if there is nothing to say.
    public var message: String { reasons.joined(separator: "; ") }

    /// Counts a span, or a log record, that is left out.
    public mutating func reject(_ error: OTLPError) {
        count += 1
        guard reasons.count < Self.reasonLimit, !errors.contains(error) else { return }
        errors.append(error)
        warn("\(error)")
    }

    /// Says something about what was taken.
    public mutating func warn(_ reason: String) {
        guard reasons.count < Self.reasonLimit, !reasons.contains(reason) else { return }
        reasons.append(reason)
    }
}
