import JSON
import Testing

@Suite("JSON: salvage of text that is cut or broken")
struct SalvageTests {
    @Test("keeps what comes before the place", arguments: [
        (#"{"a":1,"b":[2,{"c":"hel"#, ["a": 1, "b": [2, ["c": "hel"]]]),
        (#"{"a":1,"b"#, ["a": 1]),
        (#"{"a":1,"b":"#, ["a": 1]),
        (#"{"a":12"#, [:]),
        (#"[1,tr"#, [1]),
        (#"["x\"#, ["x"]),
        (#"["x\u00"#, ["x"]),
        (#"["x\q","y"]"#, ["x"]),
        (#"[1,2 oops"#, [1, 2]),
        (#"{"a":{"b":1} "c":2}"#, ["a": ["b": 1]]),
        ("[\"line\nbreak\"]", ["line\nbreak"]),
        (#"{"a":1} and more"#, ["a": 1]),
    ] as [(String, JSONValue)])
    func prefixes(text: String, expected: JSONValue) {
        #expect(JSONValue(salvaging: Array(text.utf8)) == expected)
    }

    @Test("nothing there", arguments: ["", "   ", "oops", "<html>", "-"])
    func nothing(text: String) {
        #expect(JSONValue(salvaging: Array(text.utf8)) == nil)
    }

    @Test("a character that was cut is left out, one that is wrong is replaced")
    func characters() {
        let text = Array("[\"ab😀".utf8)
        for cut in 1...3 {
            #expect(JSONValue(salvaging: Array(text.dropLast(cut))) == ["ab"])
        }
        #expect(JSONValue(salvaging: text) == ["ab😀"])
        #expect(JSONValue(salvaging: [0x22, 0x61, 0xFF, 0x62, 0x22]) == "a\u{FFFD}b")
    }

    @Test("what is too deep ends it")
    func depth() {
        #expect(JSONValue(salvaging: Array("[1,[2,[3]]]".utf8), depthLimit: 2) == [1, [2]])
    }

    @Test("valid text cut at every byte: never wrong, never less than before")
    func everyCut() throws {
        let text = Array(#"{"a":[1,-2.5e3,"x\n😀\u00e9"],"b":{"c":true,"d":null},"e":"end"}"#.utf8)
        let whole = try JSONValue(parsing: text)
        var longest = 0
        for end in 1...text.count {
            let value = try #require(JSONValue(salvaging: Array(text[..<end])))
            #expect(isPrefix(value, of: whole), "cut at \(end): \(value.json)")
            #expect(value.json.utf8.count >= longest)
            longest = value.json.utf8.count
        }
        #expect(JSONValue(salvaging: text) == whole)
    }

    private func isPrefix(_ part: JSONValue, of whole: JSONValue) -> Bool {
        switch (part, whole) {
        case (.string(let part), .string(let whole)): whole.hasPrefix(part)
        case (.array(let part), .array(let whole)):
            part.count <= whole.count && zip(part, whole).allSatisfy(isPrefix)
        case (.object(let part), .object(let whole)):
            part.count <= whole.count
                && zip(part.members, whole.members).allSatisfy { $0.name == $1.name && isPrefix($0.value, of: $1.value) }
        default: part == whole
        }
    }
}
