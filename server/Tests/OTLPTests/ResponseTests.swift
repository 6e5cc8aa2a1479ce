import JSON
import OTLP
import Testing

@Suite("OTLP: the answer")
struct ResponseTests {
    private var rejections: Rejections {
        var rejections = Rejections()
        for _ in 0..<300 { rejections.reject(.missingTime) }
        return rejections
    }

    @Test("nothing to say is an empty message")
    func empty() {
        let response = ExportResponse(.traces, Rejections())
        #expect(response.protobuf == [])
        #expect(response.json.json == "{}")
    }

    @Test("what was rejected, in both forms")
    func partial() {
        let response = ExportResponse(.traces, rejections)
        let message = "the span has neither a start nor an end time"
        #expect(response.protobuf == [0x0A, 49, 0x08, 0xAC, 0x02, 0x12, 44] + Array(message.utf8))
        #expect(response.json == ["partialSuccess": ["rejectedSpans": "300", "errorMessage": .string(message)]])
    }

    @Test("a warning alone rejects nothing")
    func warning() {
        var rejections = Rejections()
        rejections.warn("careful")
        #expect(ExportResponse(.traces, rejections).json == ["partialSuccess": ["errorMessage": "careful"]])
        #expect(ExportResponse(.traces, rejections).protobuf == [0x0A, 9, 0x12, 7] + Array("careful".utf8))
    }

    @Test("what was not taken at all, in both forms")
    func status() {
        let response = StatusResponse(status: 503, message: "busy")
        #expect(response.protobuf == [0x08, 14, 0x12, 4] + Array("busy".utf8))
        #expect(response.json == ["code": 14, "message": "busy"])
        #expect(StatusResponse(status: 400, message: String(repeating: "x", count: 300)).protobuf.prefix(5) == [0x08, 3, 0x12, 0xAC, 0x02])
    }

    @Test("the reasons of a hostile batch do not grow without bound")
    func manyReasons() {
        var rejections = Rejections()
        for number in 0..<1_000 { rejections.warn("reason \(number)") }
        #expect(rejections.reasons.count == 5)
    }
}
