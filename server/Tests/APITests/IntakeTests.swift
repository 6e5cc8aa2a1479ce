import API
import CZlib
import HTTPTypes
import Hummingbird
import Interpretation
import JSON
import Model
import Store
import TestSupport
import Testing

/// Spans and scores that other programs send.
@Suite struct IntakeTests {
    static let trace = "0102030405060708090a0b0c0d0e0f10"

    private func store(_ directory: TemporaryDirectory) async throws -> SQLiteStore {
        try await SQLiteStore.test(
            in: directory,
            interpreter: Interpreter(version: Interpretation.version) { Interpretation.interpret($0, payloads: $1) })
    }

    private func site() async throws -> IntakeSite {
        let directory = TemporaryDirectory()
        return IntakeSite(directory: directory, store: try await store(directory))
    }

    private func json(_ spans: String) -> [UInt8] {
        Array(
            #"{"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"svc"}}]},"scopeSpans":[{"scope":{"name":"lib","version":"2"},"spans":[\#(spans)]}]}]}"#
                .utf8)
    }

    private func span(_ id: Int, _ more: String = "") -> String {
        #"{"traceId":"\#(Self.trace)","spanId":"000000000000000\#(id)","name":"span \#(id)","startTimeUnixNano":"10","endTimeUnixNano":"30"\#(more)}"#
    }

    @Test(arguments: ["/v1/traces", "/api/public/otel/v1/traces"])
    func spansAreThereWhenTheAnswerIs(path: String) async throws {
        let site = try await site()
        let answer = try await site.post(path, json(span(1) + "," + span(2, #","parentSpanId":"0000000000000001","status":{"code":2,"message":"bad"},"attributes":[{"key":"gen_ai.request.model","value":{"stringValue":"m"}}]"#)))
        #expect(answer.status == 200)
        #expect(answer.text == "{}")
        let trace = try await site.get("/api/v1/traces/\(Self.trace)").json()
        #expect(trace["title"] == "span 1")
        #expect(trace["status"] == "error")
        #expect(trace["spans"]?.array?.map { $0["scope"]?.string } == ["lib", "lib"])
        #expect(trace["spans"]?.array?.last?["meaning"]?["error"]?["message"] == "bad")
        #expect(trace["spans"]?.array?.last?["meaning"]?["requested_model"] == "m")
        #expect(trace["spans"]?.array?.first?["process"]?["resource"] == ["service.name": "svc"])
    }

    @Test func protobufAnswersInProtobuf() async throws {
        let site = try await site()
        let answer = try await site.post("/v1/traces", [], type: "application/x-protobuf; charset=utf-8")
        #expect(answer.status == 200)
        #expect(answer.body.isEmpty)
        #expect(answer.header("Content-Type") == "application/x-protobuf")
        #expect(answer.header("Content-Length") == "0")
    }

    @Test func oneBadSpanIsSaidAndTheOthersKept() async throws {
        let site = try await site()
        let answer = try await site.post("/v1/traces", json(span(1) + #",{"traceId":"12","spanId":"0000000000000009"},"# + span(3)))
        #expect(answer.status == 200)
        #expect(try answer.json()["partialSuccess"]?["rejectedSpans"] == "1")
        #expect(try answer.json()["partialSuccess"]?["errorMessage"]?.string?.contains("trace_id") == true)
        #expect(try await site.store.statistics().spans == 2)
    }

    @Test func theSameRequestTwiceIsOnce() async throws {
        let site = try await site()
        for _ in 0..<3 { #expect(try await site.post("/v1/traces", json(span(1) + "," + span(2))).status == 200) }
        #expect(try await site.store.statistics().spans == 2)
    }

    @Test func manyAtOnceAreAllCommitted() async throws {
        let site = try await site()
        try await withThrowingTaskGroup(of: Int.self) { group in
            for id in 1...9 {
                for _ in 0..<5 { group.addTask { try await site.post("/v1/traces", json(span(id))).status } }
            }
            for try await status in group { #expect(status == 200) }
        }
        #expect(try await site.store.statistics().spans == 9)
    }

    @Test(arguments: [
        (nil, nil, "{}", 415), ("text/plain", nil, "{}", 415),
        ("application/json", "br", "{}", 415), ("application/json", "gzip, gzip", "{}", 415),
        ("application/json", "gzip", "{}", 400), ("application/json", "deflate", "plain", 400),
        ("application/json", nil, "", 400), ("application/json", nil, "[]", 400), ("application/json; charset=utf-8", nil, "{", 400),
        ("application/x-protobuf", nil, "<html>", 400), ("application/protobuf", nil, "\n\u{7F}", 400), ("application/x-protobuf", "br", "", 415),
    ] as [(String?, String?, String, Int)], ["/v1/traces", "/api/public/otel/v1/traces"])
    func whatCannotBeTaken(_ request: (type: String?, coding: String?, body: String, status: Int), path: String) async throws {
        let site = try await site()
        let answer = try await site.post(path, Array(request.body.utf8), type: request.type, coding: request.coding)
        #expect(answer.status == request.status)
        let message = try answer.statusMessage(code: 3, isProtobuf: request.type?.contains("protobuf") == true)
        #expect(message.count > 20)
        #expect(answer.header("Accept-Encoding") == (request.status == 415 && request.coding != nil ? "gzip, deflate, identity" : nil))
    }

    @Test func bodiesThatAreTooLarge() async throws {
        let site = try await site()
        let announced = try await site.post("/v1/traces", [], type: "application/x-protobuf", length: "67108865")
        #expect(announced.status == 413)
        #expect(try announced.statusMessage(code: 3, isProtobuf: true).hasPrefix("a body may have 67108864 bytes"))
        let json = [UInt8](repeating: 0x20, count: (16 << 20) + 1)
        #expect(try await site.post("/v1/traces", json, length: "5").status == 413)
        let bomb = gzip([UInt8](repeating: 0x20, count: 80 << 20))
        #expect(bomb.count < 200_000)
        #expect(try await site.post("/v1/traces", bomb, coding: "gzip").status == 413)
        #expect(try await site.post("/v1/traces", bomb, type: "application/x-protobuf", coding: "gzip").status == 413)
        // And the room is free again.
        for _ in 0..<20 { #expect(try await site.post("/v1/traces", gzip(self.json(span(1))), coding: "gzip").status == 200) }
    }

    @Test func otherMethods() async throws {
        let answer = try await site().get("/v1/traces")
        #expect(answer.status == 405)
        #expect(answer.header("Allow") == "POST")
        #expect(try answer.statusMessage(code: 12, isProtobuf: false) == "GET is not possible here")
    }

    @Test func aStoreThatFailsIsBusyAndNotWrong() async throws {
        let site = try await site()
        let answer = try await site.post("/v1/traces", json(span(1)), intake: BrokenIntake())
        #expect(answer.status == 503)
        #expect(answer.header("Retry-After") == "5")
        #expect(try answer.statusMessage(code: 14, isProtobuf: false).contains("send it again"))
        #expect(try await site.post("/v1/traces", json(""), intake: BrokenIntake()).status == 200)
    }

    /// A score that is kept as something else than its sender says would be worse than none.
    @Test(arguments: [
        (#""value":"good","dataType":"NUMERIC""#, 400), (#""value":2,"dataType":"BOOLEAN""#, 400), (#""value":1,"dataType":"CATEGORICAL""#, 400),
        (#""value":"good","dataType":"NUMBER""#, 400), (#""value":1,"observationId":"zz""#, 400), (#""value":true,"dataType":"NUMERIC""#, 400),
        (#""value":0,"dataType":"BOOLEAN""#, 200), (#""value":"good","dataType":"CORRECTION""#, 200), (#""value":1,"dataType":null"#, 200),
        (#""value":1.5,"dataType":"NUMERIC","observationId":"00000000000000C1""#, 200),
    ])
    func scoresAreOfTheTypeThatTheyName(fields: String, status: Int) async throws {
        let site = try await site()
        let body = #"{"name":"n","traceId":"\#(Self.trace)",\#(fields)}"#
        #expect(try await site.post("/api/public/scores", Array(body.utf8)).status == status)
        #expect(try await site.store.scores(of: TraceID(hex: Self.trace)!).count == (status == 200 ? 1 : 0))
    }

    @Test func scores() async throws {
        let site = try await site()
        let one = #"{"id":"a","traceId":"\#(Self.trace)","observationId":"00000000000000c1","name":"quality","value":0.9,"comment":"good","environment":"staging","timestamp":"2026-11-21T06:23:20.785856Z","metadata":{"k":[1]}}"#
        let batch = try await site.post("/api/public/scores", Array("[\(one)]".utf8))
        #expect(batch.status == 202)
        #expect(try batch.json() == ["message": "Accepted"])
        let single = try await site.post("/api/public/scores", Array(#"{"id":"b","traceId":"\#(Self.trace)","name":"ok","value":1,"dataType":"BOOLEAN"}"#.utf8))
        #expect(single.status == 200)
        #expect(try single.json() == ["id": "b"])
        let mixed = try await site.post("/api/public/scores", Array(#"[{"name":"x"},{"sessionId":"s","name":"y","value":"fun"},7]"#.utf8))
        #expect(mixed.status == 207)
        #expect(try mixed.json()["accepted"]?.int == 1)
        #expect(try mixed.json()["rejected"]?.int == 2)
        let found = try await site.get("/api/v1/scores?trace_id=\(Self.trace)").json()["scores"]?.array
        #expect(found?.map { $0["id"]?.string } == ["a", "b"])
        #expect(found?[0]["value"]?.number?.text == "0.9")
        #expect(found?[0]["span_id"] == "00000000000000c1")
        #expect(found?[0]["time"] == "2026-11-21T06:23:20.785856000Z")
        #expect(found?[0]["metadata"] == ["k": [1]])
        #expect(found?[1]["value"] == true)
    }

    @Test func theOlderSDKsBatch() async throws {
        let site = try await site()
        let answer = try await site.post("/api/public/ingestion", Array(#"{"batch":[{"id":"e1","type":"score-create","body":{"id":"s","traceId":"\#(Self.trace)","name":"n","value":2}},{"id":"e2","type":"trace-create","body":{}}],"metadata":null}"#.utf8))
        #expect(answer.status == 207)
        #expect(try answer.json()["successes"] == [["id": "e1", "status": 201]])
        #expect(try answer.json()["errors"]?.array?.map { $0["id"]?.string } == ["e2"])
        #expect(try await site.store.scores(of: TraceID(hex: Self.trace)!).count == 1)
        #expect(try await site.post("/api/public/ingestion", Array("{}".utf8)).status == 400)
    }

    @Test func whatTheSDKAsks() async throws {
        let site = try await site()
        #expect(try await site.get("/api/public/health").json()["status"] == "OK")
        #expect(try await site.get("/api/public/projects").json()["data"]?.array?.first?["organization"]?["name"] == "Martlet")
        let link = try await site.get("/project/martlet/traces/\(Self.trace)")
        #expect(link.status == 302)
        #expect(link.header("Location") == "/traces/\(Self.trace)")
    }

    private func gzip(_ bytes: [UInt8]) -> [UInt8] {
        var stream = z_stream()
        #expect(deflateInit2_(&stream, 9, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK)
        defer { deflateEnd(&stream) }
        var input = bytes
        let bound = Int(deflateBound(&stream, UInt(bytes.count))) + 32
        return input.withUnsafeMutableBufferPointer { input in
            [UInt8](unsafeUninitializedCapacity: bound) { output, count in
                (stream.next_in, stream.avail_in) = (input.baseAddress, UInt32(input.count))
                (stream.next_out, stream.avail_out) = (output.baseAddress, UInt32(output.count))
                #expect(CZlib.deflate(&stream, Z_FINISH) == Z_STREAM_END)
                count = output.count - Int(stream.avail_out)
            }
        }
    }
}

/// A store whose disk is full.
struct BrokenIntake: Intake {
    private let error = StoreError.unreadable("anything")

    func receive(_ spans: [ReceivedSpan]) async throws(StoreError) { if !spans.isEmpty { throw error } }

    func receive(_ logs: [ReceivedLog]) async throws(StoreError) { if !logs.isEmpty { throw error } }

    func keep(_ scores: [Score]) async throws(StoreError) { throw error }

    func scores(of trace: TraceID) async throws(StoreError) -> [Score] { throw error }
    func scores(ofSession session: String, limit: Int) async throws(StoreError) -> [Score] { throw error }
}
