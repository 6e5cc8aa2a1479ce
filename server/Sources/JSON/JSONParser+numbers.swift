extension JSONParser {
    /// The number that starts here.
    ///
    /// One that ends with the text inside an array or object may have been cut, and is left out:
    /// half of its digits would be another number.
    mutating func parseNumber(isNested: Bool) -> JSONValue? {
        let start = position
        _ = take(UInt8(ascii: "-"))
        guard take(UInt8(ascii: "0")) || takeDigits() else { return failNumber(from: start) }
        if take(UInt8(ascii: ".")), !takeDigits() { return failNumber(from: start) }
        if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
            if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
            guard takeDigits() else { return failNumber(from: start) }
        }
        if let next = peek(), (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(next) {
            return fail(.invalidNumber, at: start)
        }
        if isNested, position == bytes.count { return fail(.unexpectedEnd) }
        return .number(JSONNumber(checked: String(decoding: bytes[start..<position], as: UTF8.self)))
    }

    private mutating func takeDigits() -> Bool {
        let start = position
        while let byte = peek(), byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") { position += 1 }
        return position > start
    }

    private mutating func failNumber(from start: Int) -> JSONValue? {
        position < bytes.count ? fail(.invalidNumber, at: start) : fail(.unexpectedEnd)
    }
}
