extension JSONValue {
    /// Arrays and objects may be nested this deeply.
    public static let depthLimit = 128

    /// Parses one JSON text in UTF-8, as RFC 8259 has it.
    ///
    /// A byte order mark is skipped; of a name that comes twice the last value wins; an escaped
    /// surrogate without its other half, which no Swift string can hold, becomes U+FFFD.
    ///
    /// - Parameter leavesOutDeepValues: what is nested more deeply is `null`, and the rest is there.
    public init(
        parsing bytes: [UInt8], depthLimit: Int = Self.depthLimit, leavesOutDeepValues: Bool = false
    ) throws(JSONError) {
        // Safe: the array lives through the closure, and with it the parser ends.
        let result = bytes.withUnsafeBufferPointer { Self.parse($0, depthLimit, leavesOutDeepValues) }
        self = try result.get()
    }

    /// Parses the JSON that a text holds, as ``init(parsing:depthLimit:leavesOutDeepValues:)`` does.
    public init(parsing text: String, depthLimit: Int = Self.depthLimit) throws(JSONError) {
        var text = text
        // Safe: the text lives through the closure, and with it the parser ends.
        let result = text.withUTF8 { Self.parse($0, depthLimit, false) }
        self = try result.get()
    }

    private static func parse(
        _ bytes: UnsafeBufferPointer<UInt8>, _ depthLimit: Int, _ leavesOutDeepValues: Bool
    ) -> Result<JSONValue, JSONError> {
        var parser = JSONParser(bytes, depthLimit: depthLimit, isLenient: false)
        parser.leavesOutDeepValues = leavesOutDeepValues
        let value = parser.parse()
        if let failure = parser.failure { return .failure(failure) }
        return value.map { .success($0) } ?? .failure(JSONError(.unexpectedEnd, offset: bytes.count))
    }

    /// Reads as much of a JSON text as there is: what comes before the place where it was cut or
    /// stops being JSON. `nil` if there is nothing before that place.
    ///
    /// Text that ``init(parsing:depthLimit:leavesOutDeepValues:)`` accepts gives the same value. Otherwise, bytes
    /// that are not UTF-8 become U+FFFD, control characters in strings are kept, a string that is
    /// cut is kept as far as it came, and a number or a name that is cut is left out.
    public init?(salvaging bytes: [UInt8], depthLimit: Int = Self.depthLimit) {
        // Safe: the array lives through the closure, and with it the parser ends.
        let value = bytes.withUnsafeBufferPointer { bytes in
            var parser = JSONParser(bytes, depthLimit: depthLimit, isLenient: true)
            return parser.parse()
        }
        guard let value else { return nil }
        self = value
    }
}
