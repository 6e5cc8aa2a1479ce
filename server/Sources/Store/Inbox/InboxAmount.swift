/// How much was received: spans, or log records, of which an entry of the inbox has nothing else; and their bytes there.
struct InboxAmount: Sendable {
    var spans = 0
    var logs = 0
    var bytes = 0

    /// With so much, the inbox is full.
    private static let countLimit = 3_072
    private static let byteLimit = 8 << 20

    /// Whether it is as much as the inbox takes, or so many times that.
    func isMuch(times: Int = 1) -> Bool {
        spans + logs >= times * Self.countLimit || bytes >= times * Self.byteLimit
    }

    static func + (left: InboxAmount, right: InboxAmount) -> InboxAmount {
        InboxAmount(spans: left.spans + right.spans, logs: left.logs + right.logs, bytes: left.bytes + right.bytes)
    }
}
