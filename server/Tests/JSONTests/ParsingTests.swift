import JSON
import Testing

@Suite("JSON: parsing")
struct ParsingTests {
    @Test("values", arguments: [
        ("null", .null), (" true ", true), ("false", false), ("\"\"", ""), ("[]", []), ("{}", [:]),
        ("[1, [2], {\"a\": null}]", [1, [2], ["a": .null]]),
        ("\u{FEFF}\"behind a byte order mark\"", "behind a byte order mark"),
    ] as [(String, JSONValue)])
    func values(text: String, expected: JSONValue) throws {
        #expect(try JSONValue(parsing: Array(text.utf8)) == expected)
    }

    @Test("numbers keep their digits", arguments: [
        "0", "-0", "9007199254740993", "18446744073709551616", "3.14159265358979323846264338327950288",
        "1e400", "-1.5E-7", "1E+2",
    ])
    func numbers(text: String) throws {
        let value = try JSONValue(parsing: Array(text.utf8))
        #expect(value.number?.text == text)
        #expect(value.json == text)
    }

    @Test("whole numbers, however they are written")
    func integers() throws {
        #expect(try parse("12").int == 12)
        #expect(try parse("12.0").int == 12)
        #expect(try parse("1.2e1").int == 12)
        #expect(try parse("-9223372036854775808").int == .min)
        #expect(try parse("9223372036854775808").int == nil)
        #expect(try parse("12.5").int == nil)
        #expect(try parse("1e400").number?.double == nil)
        #expect(try parse("\"12\"").int == nil)
    }

    @Test("escapes", arguments: [
        (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"),
        (#""a\u0000b""#, "a\u{0}b"),
        (#""\u00e9\u20AC""#, "é€"),
        (#""\ud83d\ude00!""#, "😀!"),
        (#""\ud83d""#, "\u{FFFD}"),
        (#""\ude00 x""#, "\u{FFFD} x"),
        (#""\ud83d\ud83d\ude00""#, "\u{FFFD}😀"),
        (#""\ud83dA""#, "\u{FFFD}A"),
        (#""\ud83d\n""#, "\u{FFFD}\n"),
        ("\"raw 😀 \u{7F}\"", "raw 😀 \u{7F}"),
    ])
    func escapes(text: String, expected: String) throws {
        #expect(try parse(text).string == expected)
    }

    @Test("bad text says what is wrong and where", arguments: [
        ("", .unexpectedEnd, 0), ("  ", .unexpectedEnd, 2), ("[1", .unexpectedEnd, 2),
        ("[1,]", .unexpectedByte, 3), ("{\"a\"}", .unexpectedByte, 4), ("{a:1}", .unexpectedByte, 1),
        ("{\"a\":1,}", .unexpectedByte, 7), ("[1 2]", .unexpectedByte, 3), ("nul", .unexpectedEnd, 0),
        ("nule", .unexpectedByte, 0), ("01", .invalidNumber, 0), ("-", .unexpectedEnd, 1),
        ("1.", .unexpectedEnd, 2), ("[1.]", .invalidNumber, 1), ("[1e]", .invalidNumber, 1),
        ("+1", .unexpectedByte, 0), (".5", .unexpectedByte, 0), ("NaN", .unexpectedByte, 0),
        ("1 1", .trailingBytes, 2), ("\"a", .unexpectedEnd, 2), ("\"\\", .unexpectedEnd, 1),
        (#""\x""#, .invalidEscape, 1), (#""\u12g4""#, .invalidEscape, 1), (#""\u12"#, .unexpectedEnd, 1),
        ("\"\n\"", .controlCharacter, 1), ("'a'", .unexpectedByte, 0),
    ] as [(String, JSONError.Reason, Int)])
    func errors(text: String, reason: JSONError.Reason, offset: Int) {
        #expect(throws: JSONError(reason, offset: offset)) { try parse(text) }
    }

    @Test("bytes that are not UTF-8 are refused", arguments: [
        [0xFF], [0xC3], [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xE2, 0x82],
    ] as [[UInt8]])
    func invalidUTF8(bytes: [UInt8]) {
        let text: [UInt8] = [0x20, 0x22, 0x61] + bytes + [0x22]
        #expect(throws: JSONError(.invalidUTF8, offset: 2)) { try JSONValue(parsing: text) }
    }

    @Test("nesting is limited, and the limit is exact")
    func depth() throws {
        func nested(_ depth: Int) -> [UInt8] {
            Array(String(repeating: "[", count: depth).utf8) + Array(String(repeating: "]", count: depth).utf8)
        }
        #expect(throws: Never.self) { try JSONValue(parsing: nested(JSONValue.depthLimit)) }
        #expect(throws: JSONError(.tooDeep, offset: JSONValue.depthLimit)) {
            try JSONValue(parsing: nested(JSONValue.depthLimit + 1))
        }
        // Far deeper than any stack.
        #expect(throws: JSONError.self) {
            try JSONValue(parsing: Array(repeating: UInt8(ascii: "["), count: 10_000_000))
        }
        #expect(throws: JSONError.self) {
            try JSONValue(parsing: Array(String(repeating: "{\"a\":", count: 1_000_000).utf8))
        }
    }

    @Test("members keep their order; of a name that comes twice the last value wins")
    func objects() throws {
        let object = try #require(try parse(#"{"z":1,"a":2,"z":3,"b":4}"#).object)
        #expect(object.members.map(\.name) == ["z", "a", "b"])
        #expect(object["z"]?.int == 3)
        #expect(object["missing"] == nil)
    }

    @Test("an object with very many names is read in good time", .timeLimit(.minutes(15)))
    func manyMembers() throws {
        let count = 200_000
        var text = "{"
        for index in 0..<count { text += "\"name \(index % (count / 2))\":\(index)," }
        text += "\"last\":true}"
        let object = try #require(try parse(text).object)
        #expect(object.count == count / 2 + 1)
        #expect(object["name 7"]?.int == count / 2 + 7)
        #expect(object["last"]?.bool == true)
    }

    private func parse(_ text: String) throws -> JSONValue { try JSONValue(parsing: Array(text.utf8)) }
}
