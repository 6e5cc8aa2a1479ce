import JSON
import Testing

@Suite("JSON: writing")
struct WritingTests {
    static let sample: JSONValue = [
        "text": "\"\\/\n\r\t\u{8}\u{C}\u{1}\u{1F} é 😀 </script>", "list": [1, [], [:], .null, true], "empty": "",
    ]

    @Test("compact")
    func compact() {
        #expect(
            Self.sample.json
                == #"{"text":"\"\\/\n\r\t\b\f\u0001\u001f é 😀 </script>","list":[1,[],{},null,true],"empty":""}"#)
    }

    @Test("for people")
    func pretty() {
        let value: JSONValue = ["a": [1, ["b": [:]]], "c": []]
        #expect(
            value.prettyJSON() == """
                {
                  "a": [
                    1,
                    {
                      "b": {}
                    }
                  ],
                  "c": []
                }
                """)
    }

    @Test("what is written is read back", arguments: [sample, "", 0, [:], [[], [[]]]])
    func roundTrip(value: JSONValue) throws {
        #expect(try JSONValue(parsing: Array(value.json.utf8)) == value)
        #expect(try JSONValue(parsing: Array(value.prettyJSON().utf8)) == value)
    }

    @Test("no infinity and no NaN")
    func numbers() {
        #expect(JSONNumber(Double.infinity) == nil)
        #expect(JSONNumber(Double.nan) == nil)
        #expect(JSONNumber(0.1)?.text == "0.1")
        #expect(JSONNumber(UInt64.max).text == "18446744073709551615")
    }
}
