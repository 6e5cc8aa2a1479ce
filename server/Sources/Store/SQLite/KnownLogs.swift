/// The log records that a span has, or that wait for it, by what they say.
struct KnownLogs {
    /// So many, and so many bytes of them, one span may have: all of them are read to know what it means.
    private static let countLimit = 1_024
    private static let byteLimit = 16 << 20

    private var copies: [UInt64: Int] = [:]
    private var count = 0
    private var byteCount = 0

    init(_ contents: [[UInt8]] = []) {
        for content in contents { add(content) }
    }

    /// How many there are that say just this.
    func copies(of digest: UInt64) -> Int { copies[digest] ?? 0 }

    func hasRoom(for content: [UInt8]) -> Bool {
        count < Self.countLimit && content.count <= Self.byteLimit - byteCount
    }

    mutating func add(_ content: [UInt8]) {
        copies[Self.digest(content), default: 0] += 1
        count += 1
        byteCount += content.count
    }

    static func digest(_ content: [UInt8]) -> UInt64 {
        // Safe: nothing of the bytes is kept.
        content.withUnsafeBytes { SearchTexts.digest($0) }
    }

    /// Of whom they are.
    struct Owner: Hashable {
        var traceHigh: Int64
        var traceLow: Int64
        var span: Int64
    }
}
