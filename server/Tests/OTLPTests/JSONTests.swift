import Model
import OTLP
import Testing

@Suite("OTLP: JSON")
struct JSONTests {
    private func decode(_ text: String, _ limits: DecodingLimits = DecodingLimits()) throws -> ExportTraceRequest {
        try ExportTraceRequest(json: Array(text.utf8), limits: limits)
    }

    private func span(_ fields: String) -> String {
        """
        {"traceId":"ab000000000000000000000000000001","spanId":"00000000000000c1",\
        "startTimeUnixNano":"5","endTimeUnixNano":7\(fields.isEmpty ? "" : ",")\(fields)}
        """
    }

    private func request(_ spans: String...) -> String {
        #"{"resourceSpans":[{"scopeSpans":[{"spans":[\#(spans.joined(separator: ","))]}]}]}"#
    }

    private func attribute(_ value: String) throws -> AttributeValue? {
        let request = try decode(request(span(#""attributes":[{"key":"k","value":\#(value)}]"#)))
        return request.resources[0].scopes[0].spans.first?.attributes["k"]
    }

    @Test("nothing to take", arguments: ["{}", #"{"resourceSpans":[]}"#, #"{"resourceSpans":null}"#, #"{"resourceSpans":[{}]}"#])
    func empty(text: String) throws {
        #expect(try decode(text).spanCount == 0)
        #expect(try decode(text).rejections.isEmpty)
    }

    @Test("bodies that are none", arguments: ["", "[]", "7", #"{"resourceSpans":{}}"#, #"{"resourceSpans":[7]}"#, #"{"resourceSpans":[{"scopeSpans":[{"spans":{}}]}]}"#, "{\"resourceSpans\":[", "\u{1F}\u{8B}"])
    func malformed(text: String) {
        #expect(throws: OTLPError.self) { try decode(text) }
    }

    @Test("numbers as texts and as numbers")
    func numbers() throws {
        #expect(try attribute(#"{"intValue":"-9223372036854775808"}"#) == .int(.min))
        #expect(try attribute(#"{"intValue":9007199254740993}"#) == .int(9_007_199_254_740_993))
        #expect(try attribute(#"{"doubleValue":1}"#) == .double(1))
        #expect(try attribute(#"{"doubleValue":"Infinity"}"#) == .double(.infinity))
        #expect(try attribute(#"{"double_value":"2.5"}"#) == .double(2.5))
        #expect(try attribute(#"{"boolValue":false}"#) == .bool(false))
        #expect(try attribute(#"{"stringValue":""}"#) == .string(""))
        #expect(try attribute(#"{"bytesValue":"-_8"}"#) == .bytes([0xFB, 0xFF]))
        #expect(try attribute("{}") == .empty)
        #expect(try attribute("null") == .empty)
    }

    @Test("one bad span does not lose its batch", arguments: [
        #""name":7"#, #""attributes":{}"#, #""attributes":[{"key":"k","value":{"intValue":"x"}}]"#, #""traceId":"abc""#,
        #""spanId":"0000000000000000""#, #""startTimeUnixNano":"9223372036854775808""#, #""startTimeUnixNano":-1"#, #""parentSpanId":"zz""#,
        #""attributes":[{"key":"k","value":{"bytesValue":"!"}}]"#, #""attributes":[{"key":"k","value":"text"}]"#, #""kind":"SPAN_KIND_NONE""#,
    ])
    func badSpan(fields: String) throws {
        let request = try decode(request(span(#""name":"good""#), span(fields), span("")))
        #expect(request.spanCount == 2)
        #expect(request.rejections.count == 1)
        #expect(!request.rejections.message.isEmpty)
    }

    @Test("ids as protobuf's own libraries write them")
    func base64() throws {
        func ids(_ trace: String, _ span: String, _ parent: String) throws -> ExportedSpan? {
            let text = #"{"traceId":"\#(trace)","spanId":"\#(span)","parentSpanId":"\#(parent)","startTimeUnixNano":"5","endTimeUnixNano":"7"}"#
            return try decode(request(text)).resources[0].scopes[0].spans.first
        }
        let found = try #require(try ids("qwAAAAAAAAAAAAAAAAAAAQ==", "AAAAAAAAAME=", "AAAAAAAAAMI="))
        #expect(found.traceID.hex == "ab000000000000000000000000000001")
        #expect(found.id.hex == "00000000000000c1" && found.parentID?.hex == "00000000000000c2")
        #expect(try ids("qwAAAAAAAAAAAAAAAAAAAQ==", "AAAAAAAAAME=", "AAAAAAAAAAA=")?.parentID == nil)
        // Zeros, too few bytes, and digits that are too few and would be base64.
        #expect(try ids("AAAAAAAAAAAAAAAAAAAAAA==", "AAAAAAAAAME=", "") == nil)
        #expect(try ids("qwAAAAAAAAAAAAAAAAAAAQ==", "AAAAAMI=", "") == nil)
        #expect(try ids("ab00000000000000000001", "00000000000000c1", "") == nil)
        #expect(try ids("qwAAAAAAAAAAAAAAAAAAAQ==", "AAAAAAAAAME=", "AAAAAMI=") == nil)
    }

    @Test("limits hold as for protobuf")
    func limits() throws {
        let limits = DecodingLimits(spans: 1, attributes: 1, events: 1, valueBytes: 3)
        let text = span(#""attributes":[{"key":"a","value":{"stringValue":"aaé"}},{"key":"b"}],"events":[{},{}],"links":[{}]"#)
        let request = try decode(request(text, span("")), limits)
        let taken = request.resources[0].scopes[0].spans[0]
        #expect(taken.attributes == [Attribute("a", .string("aa"))])
        #expect(taken.dropped == DroppedCounts(attributes: 1, events: 1, links: 1, cutValues: 1))
        #expect(request.rejections.count == 1)
    }

    @Test("nesting ends at the limit")
    func depth() throws {
        func nested(_ depth: Int) -> String {
            String(repeating: #"{"arrayValue":{"values":["#, count: depth - 1) + "{}" + String(repeating: "]}}", count: depth - 1)
        }
        #expect(try attribute(nested(32)) != nil)
        #expect(try attribute(nested(33)) == nil)
        let deep = span(#""attributes":[{"key":"k","value":\#(nested(3_000))}]"#)
        let unknown = span(#""news":\#(nested(3_000)),"name":"good""#)
        let request = try decode(request(deep, unknown, span("")))
        #expect(request.resources[0].scopes[0].spans.map(\.name) == ["good", ""])
        #expect(request.rejections.count == 1)
        #expect(request.rejections.message.contains("deep"))
        let array = String(repeating: "[", count: 3_000)
        for end in ["", "}", #""]"#, #""\u12""#] {
            #expect(throws: OTLPError.self) { try decode(#"{"news":\#(array)\#(end)"#) }
        }
    }
}
