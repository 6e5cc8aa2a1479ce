/// What one request may still take of its limits, and what was left out so far.
struct DecodingBudget {
    let limits: DecodingLimits
    private(set) var spans: Int
    private(set) var logRecords: Int
    private(set) var values: Int
    var rejections = Rejections()

    init(_ limits: DecodingLimits) {
        self.limits = limits
        spans = limits.spans
        logRecords = limits.logRecords
        values = limits.values
    }

    mutating func takeSpan() throws(OTLPError) {
        guard spans > 0 else { throw .tooManySpans(limit: limits.spans) }
        spans -= 1
    }

    mutating func takeLogRecord() throws(OTLPError) {
        guard logRecords > 0 else { throw .tooManyLogRecords(limit: limits.logRecords) }
        logRecords -= 1
    }

    mutating func takeValue(depth: Int) throws(OTLPError) {
        guard depth <= limits.depth else { throw .tooDeep(limit: limits.depth) }
        guard values > 0 else { throw .tooManyValues(limit: limits.values) }
        values -= 1
    }

    /// What is wrong with a resource or a scope is no reason to lose the spans under it: they keep
    /// what could be read of it, and the sender is told.
    mutating func warn(about what: String, _ error: OTLPError) {
        rejections.warn("\(what) was not read to its end: \(error)")
    }

    /// Nanoseconds since 1970 as this program counts them.
    static func time(_ value: UInt64) throws(OTLPError) -> Int64 {
        guard let time = Int64(exactly: value) else { throw .timeOutOfRange }
        return time
    }

    /// The beginning of a text in UTF-8 that is too long, without the pieces of a cut character.
    static func prefix<Bytes: RandomAccessCollection<UInt8>>(_ text: Bytes, _ limit: Int) -> Bytes.SubSequence
    where Bytes.Index == Int {
        var end = text.startIndex + limit
        while end > text.startIndex, end < text.endIndex, text[end] & 0xC0 == 0x80 { end -= 1 }
        return text[..<end]
    }
}
