import Foundation
import JSON
import Model
import OTLP
import Testing

/// A request that opentelemetry-proto's own classes have written, in both forms: see
/// `Golden/make_golden.py`.
enum Golden {
    static func file(_ name: String) throws -> [UInt8] {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        return Array(try Data(contentsOf: folder.appendingPathComponent("Golden/\(name)")))
    }

    static let attributes: [Attribute] = [
        Attribute("text", .string("a \"quoted\" line\n\0 🐦")),
        Attribute("yes", .bool(true)), Attribute("no", .bool(false)),
        Attribute("least", .int(.min)), Attribute("most", .int(.max)),
        Attribute("third", .double(1 / 3)), Attribute("whole", .double(2)),
        Attribute("infinite", .double(-.infinity)),
        Attribute("bytes", .bytes([250, 251, 252, 253, 254, 255])),
        Attribute("nothing", .empty),
        Attribute("list", .array([.string("a"), .string("b"), .int(7), .array([.bool(true)])])),
        Attribute("map", .map([Attribute("inner", .map([Attribute("deep", .double(0.5))]))])),
        Attribute("empty list", .array([])), Attribute("empty map", .map([])),
        Attribute("empty text", .string("")),
    ]

    static let request = ExportTraceRequest(resources: [
        ResourceSpans(
            resource: Resource(
                attributes: [Attribute("service.name", .string("bäckerei"))], droppedAttributes: 2,
                schemaURL: "https://opentelemetry.io/schemas/1.30.0"),
            scopes: [
                ScopeSpans(
                    scope: Scope(
                        name: "golden", version: "1.2.3",
                        attributes: [Attribute("public_key", .string("pk-1"))],
                        schemaURL: "https://example.org/scope"),
                    spans: [span, root])
            ])
    ])

    private static let trace = TraceID(hex: "0102030405060708090a0b0c0d0e0f10")!

    private static let span = ExportedSpan(
        traceID: trace, id: SpanID(hex: "a1a2a3a4a5a6a7a8")!,
        parentID: SpanID(hex: "b1b2b3b4b5b6b7b8")!, traceState: "vendor=1", flags: 0x101,
        name: "chat ☂", kind: .client, startTime: 1_790_000_000_000_000_001,
        endTime: 1_790_000_000_123_456_789, attributes: attributes,
        events: [
            SpanEvent(
                name: "exception", time: 1_790_000_000_100_000_000,
                attributes: [Attribute("exception.type", .string("ValueError"))],
                droppedAttributes: 1)
        ],
        links: [
            SpanLink(
                traceID: TraceID(hex: "1112131415161718191a1b1c1d1e1f20")!,
                spanID: SpanID(hex: "c1c2c3c4c5c6c7c8")!, traceState: "x=y",
                attributes: [Attribute("why", .string("retry"))], droppedAttributes: 6)
        ],
        status: ExportedStatus(code: .error, message: "it broke"),
        dropped: DroppedCounts(attributes: 3, events: 4, links: 5))

    private static let root = ExportedSpan(
        traceID: trace, id: SpanID(hex: "b1b2b3b4b5b6b7b8")!, name: "root",
        startTime: 1_790_000_000_000_000_000)
}

@Suite("OTLP: a request written by others")
struct GoldenTests {
    @Test("protobuf")
    func protobuf() throws {
        #expect(try ExportTraceRequest(protobuf: Golden.file("request.binpb")) == Golden.request)
    }

    @Test("JSON")
    func json() throws {
        #expect(try ExportTraceRequest(json: Golden.file("request.json")) == Golden.request)
    }

    @Test("JSON with names as in the .proto file, names of values, and null")
    func otherJSON() throws {
        let text = """
            {"resource_spans":[{"resource":null,"scope_spans":[{"scope":null,"later":[{}],"spans":[
             {"trace_id":"0102030405060708090A0B0C0D0E0F10","span_id":"b1b2b3b4b5b6b7b8","parent_span_id":"",
              "name":"root","kind":"SPAN_KIND_INTERNAL","start_time_unix_nano":1790000000000000000,
              "status":{"code":"STATUS_CODE_UNSET"},"attributes":null,"events":[],"unknown":1}]}]}]}
            """
        let request = try ExportTraceRequest(json: Array(text.utf8))
        #expect(request.resources[0].scopes[0].spans == [Golden.request.resources[0].scopes[0].spans[1]])
        #expect(request.rejections.isEmpty)
    }

    @Test("attributes as plain JSON")
    func plainJSON() throws {
        let json = Golden.attributes.json
        #expect(json["least"]?.number?.text == "-9223372036854775808")
        #expect(json["whole"]?.number?.text == "2.0")
        #expect(json["infinite"] == "-Infinity")
        #expect(json["bytes"] == ["base64": "+vv8/f7/"])
        #expect(json["nothing"] == .null)
        #expect(json["map"]?["inner"]?["deep"]?.number?.text == "0.5")
        #expect(try JSONValue(parsing: Array(JSONValue.object(json).json.utf8)) == .object(json))
    }
}
