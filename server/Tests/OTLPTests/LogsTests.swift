import Model
import OTLP
import Testing

@Suite("OTLP: log records")
struct LogsTests {
    private static let trace = TraceID(hex: "0102030405060708090a0b0c0d0e0f10")!

    /// What opentelemetry-instrumentation-openai-v2 2.4b0 sent of four calls.
    @Test("what a real package sends, in both forms")
    func recorded() throws {
        let request = try ExportLogsRequest(protobuf: Golden.file("openai-v2-logs.binpb"))
        #expect(try ExportLogsRequest(json: Golden.file("openai-v2-logs.json")) == request)
        #expect(request.rejections.isEmpty)
        #expect(
            request.records.map(\.eventName) == [
                "gen_ai.system.message", "gen_ai.user.message", "gen_ai.choice", "gen_ai.system.message", "gen_ai.user.message",
                "gen_ai.choice", "gen_ai.system.message", "gen_ai.user.message", "gen_ai.choice", "gen_ai.system.message",
                "gen_ai.user.message", "gen_ai.assistant.message", "gen_ai.tool.message", "gen_ai.choice",
            ])
        let first = request.records[0]
        #expect(first.traceID == TraceID(hex: "546fb65006795776cca3295effcd41d4") && first.spanID == SpanID(hex: "fceafc8ce432cf6b"))
        #expect(first.time == 0 && first.observedTime == 1_795_324_029_859_813_040)
        #expect(first.body == .map([Attribute("content", .string("You are terse."))]))
        #expect(first.attributes == [Attribute("gen_ai.system", .string("openai"))])
    }

    private func protobuf(_ bodies: [(inout ProtobufWriter) -> Void]) -> [UInt8] {
        ProtobufWriter.message { request in
            request.message(1) { resource in
                // The resource and the scope make no sense, and nobody looks at them.
                resource.bytes(1, [0xFF])
                resource.message(2) { scope in
                    scope.bytes(1, [0xFF])
                    for body in bodies { scope.message(2, body) }
                    scope.string(3, "https://example.org")
                }
            }
        }
    }

    @Test("all fields")
    func fields() throws {
        let request = try ExportLogsRequest(
            protobuf: protobuf([
                { record in
                    record.fixed64(1, 5)
                    record.varint(2, 17)
                    record.string(3, "ERROR")
                    record.message(5) { $0.string(1, "it broke") }
                    record.message(6) { attribute in
                        attribute.string(1, "k")
                        attribute.message(2) { $0.varint(3, 7) }
                    }
                    record.varint(7, 2)
                    record.fixed32(8, 1)
                    record.bytes(9, Array(1...16))
                    record.bytes(10, [1, 2, 3, 4, 5, 6, 7, 8])
                    record.fixed64(11, 6)
                    record.string(12, "exception")
                    record.string(99, "later")
                }
            ]))
        let record = LogRecord(
            traceID: Self.trace, spanID: SpanID(hex: "0102030405060708"), eventName: "exception", time: 5, observedTime: 6,
            severityNumber: 17, severityText: "ERROR", body: .string("it broke"), attributes: [Attribute("k", .int(7))],
            droppedAttributes: 2)
        #expect(request.records == [record])
        let json = #"{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"timeUnixNano":"5","observedTimeUnixNano":6,"severityNumber":17,"severityText":"ERROR","body":{"stringValue":"it broke"},"attributes":[{"key":"k","value":{"intValue":"7"}}],"droppedAttributesCount":2,"traceId":"0102030405060708090A0B0C0D0E0F10","spanId":"0102030405060708","event_name":"exception"}]}]}]}"#
        #expect(try ExportLogsRequest(json: Array(json.utf8)).records == [record])
    }

    @Test("a record that cannot be taken is counted, and the others are kept")
    func rejected() throws {
        let request = try ExportLogsRequest(
            protobuf: protobuf([
                { $0.bytes(9, [1]) }, { $0.string(12, "kept") }, { $0.fixed64(1, .max) }, { $0.raw([0x7F]) },
                { $0.bytes(9, [UInt8](repeating: 0, count: 16)) },
            ]))
        #expect(request.records == [LogRecord(eventName: "kept"), LogRecord()])
        #expect(request.rejections.count == 3)
        #expect(request.rejections.message.contains("trace_id"))
        let json = #"{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"traceId":"xyz"},{"spanId":"1"},{"severityNumber":"SEVERITY_NUMBER_INFO","traceId":""},7]}]}]}"#
        let other = try ExportLogsRequest(json: Array(json.utf8))
        #expect(other.records == [LogRecord()] && other.rejections.count == 3)
    }

    @Test("more than a request may have")
    func limit() throws {
        let bytes = protobuf([(inout ProtobufWriter) -> Void](repeating: { $0.string(12, "n") }, count: 5))
        let request = try ExportLogsRequest(protobuf: bytes, limits: DecodingLimits(logRecords: 3))
        #expect(request.records.count == 3 && request.rejections.count == 2)
        #expect(request.rejections.message == "the request has more than 3 log records")
    }

    @Test("what is no request")
    func broken() {
        #expect(throws: OTLPError.self) { try ExportLogsRequest(protobuf: [0x0A, 0x7F]) }
        #expect(throws: OTLPError.self) { try ExportLogsRequest(json: Array("[]".utf8)) }
        #expect(throws: OTLPError.self) { try ExportMetricsRequest.check(protobuf: [0x0A, 0x7F]) }
        #expect(throws: OTLPError.self) { try ExportMetricsRequest.check(json: Array("[]".utf8)) }
        #expect(throws: Never.self) { try ExportMetricsRequest.check(protobuf: [0x0A, 0x01, 0x00]) }
    }

    @Test("what the answer calls them")
    func answer() {
        var rejections = Rejections()
        rejections.reject(.invalidID(field: "trace_id"))
        #expect(ExportResponse(.logs, rejections).json["partialSuccess"]?["rejectedLogRecords"] == "1")
        #expect(ExportResponse(.metrics).json.json == "{}")
    }
}
