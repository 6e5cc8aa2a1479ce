/// What of a request was not taken, and why.
public struct Rejections: Sendable, Equatable {
    /// Spans that were left out.
    public private(set) var count: Int
    /// The first few reasons, each once.
    public private(set) var reasons: [String]

    private static let reasonLimit = 5

    public init() {
        count = 0
        reasons = []
    }

    /// Nothing was left out, and there is nothing to say.
    public var isEmpty: Bool { count == 0 && reasons.isEmpty }

    /// One line for people; empty if there is nothing to say.
    public var message: String { reasons.joined(separator: "; ") }

    /// Counts a span that is left out.
    public mutating func reject(_ error: OTLPError) {
        count += 1
        warn("\(error)")
    }

    /// Says something about what was taken.
    public mutating func warn(_ reason: String) {
        guard reasons.count < Self.reasonLimit, !reasons.contains(reason) else { return }
        reasons.append(reason)
    }
}
