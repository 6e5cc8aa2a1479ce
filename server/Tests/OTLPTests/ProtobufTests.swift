import Model
import OTLP
import Testing

@Suite("OTLP: protobuf")
struct ProtobufTests {
    private func decode(_ bytes: [UInt8], _ limits: DecodingLimits = DecodingLimits()) throws -> ExportTraceRequest {
        try ExportTraceRequest(protobuf: bytes, limits: limits)
    }

    private func spans(_ request: ExportTraceRequest) -> [ExportedSpan] {
        request.resources.flatMap { $0.scopes.flatMap(\.spans) }
    }

    /// Why the one span of a request was rejected.
    private func rejection(_ body: (inout ProtobufWriter) -> Void, _ limits: DecodingLimits = DecodingLimits()) throws -> String {
        let request = try decode(ProtobufWriter.request(body), limits)
        #expect(request.spanCount == 0)
        #expect(request.rejections.count == 1)
        return request.rejections.message
    }

    @Test("no bytes are a request without spans")
    func empty() throws {
        #expect(try decode([]) == ExportTraceRequest())
    }

    @Test("unknown fields, groups and other wire types are skipped")
    func unknownFields() throws {
        let request = try decode(
            ProtobufWriter.request {
                $0.string(99, "later")
                $0.fixed32(98, 7)
                $0.varint(5, 1)
                $0.tag(1000, 3)
                $0.varint(1, 1)
                $0.tag(2, 3)
                $0.tag(2, 4)
                $0.tag(1000, 4)
                $0.attribute("key") { $0.string(9, "other kind of value") }
            })
        #expect(request.rejections.isEmpty)
        #expect(spans(request).first?.name == "span 1")
        #expect(spans(request).first?.attributes == [Attribute("key", .empty)])
    }

    @Test("a resource that comes behind its spans, and in two pieces")
    func order() throws {
        let bytes = ProtobufWriter.message {
            $0.message(1) {
                $0.message(2) { $0.message(2) { $0.minimalSpan() } }
                $0.message(1) { $0.attribute("a", field: 1) { $0.varint(3, 1) } }
                $0.message(1) { $0.attribute("b", field: 1) { $0.varint(2, 1) } }
            }
        }
        let request = try decode(bytes)
        #expect(request.resources[0].resource.attributes == [Attribute("a", .int(1)), Attribute("b", .bool(true))])
        #expect(request.spanCount == 1)
    }

    @Test("bytes that are no protobuf", arguments: [
        [0x0A], [0x0A, 0x05, 0x01], [0x00], [0x07], [0x0A, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F],
        [UInt8](repeating: 0xFF, count: 20), Array("<html>not found</html>".utf8), [0x0C], [0x0B],
    ] as [[UInt8]])
    func malformed(bytes: [UInt8]) {
        #expect(throws: OTLPError.self) { try decode(bytes) }
    }

    @Test("a request cut at every byte is refused, or is one with fewer spans")
    func cuts() throws {
        let whole = try Golden.file("request.binpb")
        for end in 1..<whole.count {
            #expect(throws: OTLPError.self) { try decode(Array(whole[..<end])) }
        }
    }

    @Test("one bad span does not lose its batch")
    func badSpan() throws {
        let good = (1...3).map { id in ProtobufWriter.message { $0.minimalSpan(id: UInt8(id)) } }
        let bad: [[UInt8]] = [
            ProtobufWriter.message { $0.bytes(1, [1, 2, 3, 4, 5]); $0.bytes(2, [UInt8](repeating: 1, count: 8)) },
            ProtobufWriter.message { $0.minimalSpan(); $0.bytes(2, []) },
            [0x0A, 0x7F],
        ]
        let request = try decode(ProtobufWriter.request([good[0], bad[0], good[1], bad[1], bad[2], good[2]]))
        #expect(spans(request).map(\.name) == ["span 1", "span 2", "span 3"])
        #expect(request.rejections.count == 3)
        #expect(request.rejections.reasons.count == 3)
        #expect(request.rejections.message.contains("trace_id"))
    }

    @Test("ids of the wrong length, or zeros")
    func ids() throws {
        #expect(try rejection { $0.bytes(1, [UInt8](repeating: 0, count: 16)) }.contains("trace_id"))
        #expect(try rejection { $0.bytes(1, [UInt8](repeating: 1, count: 17)) }.contains("trace_id"))
        #expect(try rejection { $0.bytes(2, [UInt8](repeating: 0, count: 8)) }.contains("span_id"))
        #expect(try rejection { $0.bytes(4, [1, 2, 3]) }.contains("parent_span_id"))
        let root = try decode(ProtobufWriter.request { $0.bytes(4, [UInt8](repeating: 0, count: 8)) })
        #expect(spans(root).map(\.parentID) == [nil])
        let own = try decode(ProtobufWriter.request { $0.bytes(4, [0, 0, 0, 0, 0, 0, 0, 1]) })
        #expect(spans(own).map(\.parentID) == [nil])
    }

    @Test("times beyond what counts, missing, and in the wrong order")
    func times() throws {
        #expect(try rejection { $0.fixed64(7, 1 << 63) }.contains("2262"))
        #expect(try rejection { $0.fixed64(8, .max) }.contains("2262"))
        #expect(try rejection { $0.fixed64(7, 0); $0.fixed64(8, 0) }.contains("neither"))
        let backwards = spans(try decode(ProtobufWriter.request { $0.fixed64(8, 5) }))[0]
        #expect(backwards.endTime == 5)
        let running = spans(try decode(ProtobufWriter.request { $0.fixed64(8, 0) }))[0]
        #expect(running.endTime == nil)
        let noStart = spans(try decode(ProtobufWriter.request { $0.fixed64(7, 0); $0.fixed64(8, 9) }))[0]
        #expect(noStart.startTime == 9)
    }

    @Test("texts that are not UTF-8")
    func invalidUTF8() throws {
        #expect(try rejection { $0.bytes(5, [0xFF]) } == "name is not UTF-8")
        #expect(try rejection { $0.attribute("key") { $0.bytes(1, [0xC3, 0x28]) } }.contains("an attribute's value"))
        #expect(try rejection { $0.message(9) { $0.bytes(1, [0xED, 0xA0, 0x80]) } }.contains("an attribute's key"))
        let request = try decode(
            ProtobufWriter.message {
                $0.message(1) {
                    $0.message(1) { $0.attribute("bad", field: 1) { $0.bytes(1, [0xFF]) } }
                    $0.message(2) { $0.message(2) { $0.minimalSpan() } }
                }
            })
        #expect(request.spanCount == 1)
        #expect(request.rejections.count == 0)
        #expect(request.rejections.message.contains("a resource"))
    }

    @Test("nesting ends at the limit")
    func depth() throws {
        func nested(_ depth: Int) -> (inout ProtobufWriter) -> Void {
            { writer in
                var value: [UInt8] = []
                for _ in 1..<depth {
                    let inner = value
                    value = ProtobufWriter.message { $0.message(5) { $0.bytes(1, inner) } }
                }
                let whole = value
                writer.message(9) { $0.string(1, "deep"); $0.bytes(2, whole) }
            }
        }
        #expect(try decode(ProtobufWriter.request(nested(32))).spanCount == 1)
        #expect(try rejection(nested(33)).contains("more than 32 deep"))
        #expect(try rejection(nested(3_000)).contains("more than 32 deep"))
        #expect(throws: OTLPError.self) { try decode([UInt8](repeating: 0x0B, count: 100_000)) }
    }

    @Test("what is too much is dropped, cut or rejected, and counted")
    func limits() throws {
        var limits = DecodingLimits(spans: 3, values: 1_000, attributes: 2, events: 1, valueBytes: 5)
        let many = ProtobufWriter.request { span in
            for number in 0..<5 { span.attribute("\(number)") { $0.string(1, "aaaaé") } }
            span.attribute("bytes") { $0.bytes(7, [UInt8](repeating: 1, count: 9)) }
            span.varint(10, 4)
            for _ in 0..<3 { span.message(11) { $0.string(2, "event") } }
            for _ in 0..<2 { span.message(13) { $0.bytes(1, [1]) } }
        }
        let span = spans(try decode(many, limits))[0]
        #expect(span.attributes == [Attribute("0", .string("aaaa")), Attribute("1", .string("aaaa"))])
        #expect(span.dropped == DroppedCounts(attributes: 8, events: 2, links: 2, cutValues: 2))
        let batch = try decode(ProtobufWriter.request((1...5).map { id in ProtobufWriter.message { $0.minimalSpan(id: UInt8(id)) } }), limits)
        #expect(batch.spanCount == 3)
        #expect(batch.rejections.count == 2)
        limits.values = 1
        #expect(try rejection({ $0.attribute("a") { $0.message(5) { $0.bytes(1, []) } } }, limits).contains("more than 1 values"))
    }

    @Test("counts stop at their greatest value")
    func hugeCounts() throws {
        let span = spans(try decode(ProtobufWriter.request { $0.varint(10, .max); $0.varint(10, .max); $0.varint(6, .max); $0.message(15) { $0.varint(3, .max) } }))[0]
        #expect(span.dropped.attributes == .max)
        #expect(span.kind == .internal)
        #expect(span.status.code == .unset)
    }
}
