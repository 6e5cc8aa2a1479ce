/// Reads TOML 1.0 as far as settings need it: tables, dotted keys, inline tables; texts of all four kinds, whole
/// numbers, booleans and lists of texts. Other values have no setting that takes them, and are errors that say so.
struct TOMLReader {
    private let bytes: [UInt8]
    private var index = 0
    private var line = 1
    /// The table that keys are in, as a dotted path.
    private var table: [UInt8] = []
    /// Every key and every table in brackets so far: neither may come twice.
    private var seen: [[UInt8]] = []

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// Calls `take` with each key, as a dotted path, and its value.
    mutating func read(
        _ take: (_ key: [UInt8], _ value: ConfigurationValue, _ line: Int) throws(ConfigurationError) -> Void
    ) throws(ConfigurationError) {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { index = 3 }
        while true {
            skipLines()
            guard let byte = current else { return }
            if byte == UInt8(ascii: "[") { try readTable() } else { try readPair(in: table, take) }
            try endLine()
        }
    }

    // MARK: Lines

    private var current: UInt8? { index < bytes.count ? bytes[index] : nil }

    private func error(_ message: StaticString, _ key: [UInt8] = []) -> ConfigurationError {
        ConfigurationError(line: line, key: key, message: message)
    }

    private mutating func skipSpaces() {
        while let byte = current, byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") { index += 1 }
    }

    private mutating func skipComment() {
        guard current == UInt8(ascii: "#") else { return }
        while let byte = current, byte != UInt8(ascii: "\n") { index += 1 }
    }

    /// Empty lines and comments.
    private mutating func skipLines() {
        while true {
            skipSpaces()
            skipComment()
            guard let byte = current, byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") else { return }
            if byte == UInt8(ascii: "\n") { line += 1 }
            index += 1
        }
    }

    private mutating func endLine() throws(ConfigurationError) {
        skipSpaces()
        skipComment()
        if current == UInt8(ascii: "\r") { index += 1 }
        guard let byte = current else { return }
        guard byte == UInt8(ascii: "\n") else { throw error("there is more behind the value than a comment") }
    }

    private mutating func expect(_ byte: UInt8, _ message: StaticString, _ key: [UInt8] = []) throws(ConfigurationError) {
        guard current == byte else { throw error(message, key) }
        index += 1
    }

    // MARK: Keys

    private mutating func readTable() throws(ConfigurationError) {
        index += 1
        guard current != UInt8(ascii: "[") else { throw error("there are no lists of tables here") }
        skipSpaces()
        table = try readKey(in: [])
        try expect(UInt8(ascii: "]"), "the name of a table ends with ]", table)
        try note(table)
    }

    private mutating func note(_ key: [UInt8]) throws(ConfigurationError) {
        for other in seen where other == key { throw error("is there twice", key) }
        seen.append(key)
    }

    /// A dotted key, behind those of its table.
    private mutating func readKey(in table: [UInt8]) throws(ConfigurationError) -> [UInt8] {
        var key = table
        while true {
            skipSpaces()
            if !key.isEmpty { key.append(UInt8(ascii: ".")) }
            let start = key.count
            if current == UInt8(ascii: "\"") || current == UInt8(ascii: "'") {
                key += try readText(key)
            } else {
                while let byte = current, SecretFinder.isWord(byte) || byte == UInt8(ascii: "-") {
                    key.append(byte)
                    index += 1
                }
                guard key.count > start else { throw error("a key is missing", table) }
            }
            skipSpaces()
            guard current == UInt8(ascii: ".") else { return key }
            index += 1
        }
    }

    private mutating func readPair(
        in table: [UInt8], _ take: ([UInt8], ConfigurationValue, Int) throws(ConfigurationError) -> Void
    ) throws(ConfigurationError) {
        let key = try readKey(in: table)
        let place = line
        try expect(UInt8(ascii: "="), "a key is followed by = and its value", key)
        skipSpaces()
        try note(key)
        if current == UInt8(ascii: "{") { return try readInlineTable(key, take) }
        try take(key, readValue(key), place)
    }

    private mutating func readInlineTable(
        _ key: [UInt8], _ take: ([UInt8], ConfigurationValue, Int) throws(ConfigurationError) -> Void
    ) throws(ConfigurationError) {
        index += 1
        skipSpaces()
        if current == UInt8(ascii: "}") { index += 1; return }
        while true {
            try readPair(in: key, take)
            skipSpaces()
            if current == UInt8(ascii: "}") { index += 1; return }
            try expect(UInt8(ascii: ","), "the pairs of a table in braces have commas between them", key)
        }
    }

    // MARK: Values

    private mutating func readValue(_ key: [UInt8]) throws(ConfigurationError) -> ConfigurationValue {
        switch current {
        case UInt8(ascii: "\""), UInt8(ascii: "'"): return .text(try readText(key))
        case UInt8(ascii: "["): return .texts(try readTexts(key))
        case nil, UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "#"): throw error("has no value", key)
        default: return try readWord(key)
        }
    }

    private mutating func readWord(_ key: [UInt8]) throws(ConfigurationError) -> ConfigurationValue {
        var word: [UInt8] = []
        while let byte = current, SecretFinder.isWord(byte) || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-")
            || byte == UInt8(ascii: ".") || byte == UInt8(ascii: ":")
        {
            word.append(byte)
            index += 1
        }
        if Self.spells(word, "true") { return .boolean(true) }
        if Self.spells(word, "false") { return .boolean(false) }
        var number = 0
        var wasDigit = false
        for (place, byte) in word.enumerated() {
            if byte &- UInt8(ascii: "0") < 10 {
                guard number < Int.max / 20 else { throw error("is too large", key) }
                number = number * 10 + Int(byte - UInt8(ascii: "0"))
                wasDigit = true
            } else if byte == UInt8(ascii: "_"), wasDigit, place + 1 < word.count {
                wasDigit = false
            } else if byte == UInt8(ascii: "+"), place == 0, word.count > 1 {
                continue
            } else {
                wasDigit = false
                break
            }
        }
        guard wasDigit else { throw error("is neither a text in quotation marks, nor a whole number, true, false or a list of texts", key) }
        return .integer(number)
    }

    private mutating func readTexts(_ key: [UInt8]) throws(ConfigurationError) -> [[UInt8]] {
        index += 1
        var texts: [[UInt8]] = []
        while true {
            skipLines()
            if current == UInt8(ascii: "]") { index += 1; return texts }
            guard current == UInt8(ascii: "\"") || current == UInt8(ascii: "'") else {
                throw error("is a list of texts, each in quotation marks", key)
            }
            texts.append(try readText(key))
            skipLines()
            if current == UInt8(ascii: "]") { index += 1; return texts }
            try expect(UInt8(ascii: ","), "is a list that does not end, or has no comma between two texts", key)
        }
    }

    static func spells(_ bytes: [UInt8], _ text: StaticString) -> Bool {
        guard bytes.count == text.utf8CodeUnitCount else { return false }
        // Safe: the index is below the literal's length.
        for index in 0..<bytes.count where unsafe bytes[index] != text.utf8Start[index] { return false }
        return true
    }

    // MARK: Texts

    /// A text in quotation marks or apostrophes, one or three of them.
    private mutating func readText(_ key: [UInt8]) throws(ConfigurationError) -> [UInt8] {
        let mark = bytes[index]
        let isLiteral = mark == UInt8(ascii: "'")
        let isLong = index + 2 < bytes.count && bytes[index + 1] == mark && bytes[index + 2] == mark
        index += isLong ? 3 : 1
        if isLong {
            if current == UInt8(ascii: "\r") { index += 1 }
            if current == UInt8(ascii: "\n") { index += 1; line += 1 }
        }
        var text: [UInt8] = []
        while true {
            guard let byte = current else { throw error("has a text that does not end", key) }
            if byte == mark {
                if !isLong { index += 1; return text }
                var marks = 0
                while marks < 5, index + marks < bytes.count, bytes[index + marks] == mark { marks += 1 }
                index += marks
                if marks >= 3 {
                    for _ in 3..<max(3, marks) { text.append(mark) }
                    return text
                }
                for _ in 0..<marks { text.append(mark) }
                continue
            }
            if byte == UInt8(ascii: "\n") {
                guard isLong else { throw error("has a text that does not end on its line", key) }
                line += 1
            }
            index += 1
            if byte == UInt8(ascii: "\\"), !isLiteral { try readEscape(key, isLong, &text) } else { text.append(byte) }
        }
    }

    private mutating func readEscape(_ key: [UInt8], _ isLong: Bool, _ text: inout [UInt8]) throws(ConfigurationError) {
        guard let byte = current else { throw error("has a text that does not end", key) }
        index += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): text.append(byte)
        case UInt8(ascii: "b"): text.append(8)
        case UInt8(ascii: "t"): text.append(9)
        case UInt8(ascii: "n"): text.append(10)
        case UInt8(ascii: "f"): text.append(12)
        case UInt8(ascii: "r"): text.append(13)
        case UInt8(ascii: "u"): try readScalar(4, key, &text)
        case UInt8(ascii: "U"): try readScalar(8, key, &text)
        case UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: " "), UInt8(ascii: "\t"):
            guard isLong else { fallthrough }
            index -= 1
            while let space = current, space <= 0x20 {
                if space == UInt8(ascii: "\n") { line += 1 }
                index += 1
            }
        default: throw error("has a backslash with a letter that means nothing: write \\\\, or use '…'", key)
        }
    }

    private mutating func readScalar(_ digits: Int, _ key: [UInt8], _ text: inout [UInt8]) throws(ConfigurationError) {
        var value: UInt32 = 0
        for _ in 0..<digits {
            guard let byte = current else { throw error("has a text that does not end", key) }
            let letter = byte | 0x20
            if byte &- UInt8(ascii: "0") < 10 {
                value = value << 4 | UInt32(byte &- UInt8(ascii: "0"))
            } else if letter >= UInt8(ascii: "a"), letter <= UInt8(ascii: "f") {
                value = value << 4 | UInt32(letter &- UInt8(ascii: "a") &+ 10)
            } else {
                throw error("has \\u without its four, or \\U without its eight digits", key)
            }
            index += 1
        }
        guard let scalar = Unicode.Scalar(value) else { throw error("has a \\u that is no character", key) }
        for byte in UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter { text.append(byte) }
    }
}
