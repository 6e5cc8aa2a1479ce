extension JSONValue {
    /// Arrays and objects may be nested this deeply.
    public static let depthLimit = 128

    /// Parses one JSON text in UTF-8, as RFC 8259 has it.
    ///
    /// A byte order mark is skipped; of a name that comes twice the last value wins; an escaped
    /// surrogate without its other half, which no Swift string can hold, becomes U+FFFD.
    public init(parsing bytes: [UInt8], depthLimit: Int = Self.depthLimit) throws(JSONError) {
        var parser = JSONParser(bytes, depthLimit: depthLimit, isLenient: false)
        let value = parser.parse()
        if let failure = parser.failure { throw failure }
        guard let value else { throw JSONError(.unexpectedEnd, offset: bytes.count) }
        self = value
    }

    /// Reads as much of a JSON text as there is: what comes before the place where it was cut or
    /// stops being JSON. `nil` if there is nothing before that place.
    ///
    /// Text that ``init(parsing:depthLimit:)`` accepts gives the same value. Otherwise, bytes
    /// that are not UTF-8 become U+FFFD, control characters in strings are kept, a string that is
    /// cut is kept as far as it came, and a number or a name that is cut is left out.
    public init?(salvaging bytes: [UInt8], depthLimit: Int = Self.depthLimit) {
        var parser = JSONParser(bytes, depthLimit: depthLimit, isLenient: true)
        guard let value = parser.parse() else { return nil }
        self = value
    }
}
