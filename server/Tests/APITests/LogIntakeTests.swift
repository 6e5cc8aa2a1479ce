import API
import Interpretation
import JSON
import Model
import Store
import TestSupport
import Testing

/// Log records that other programs send, and metrics.
@Suite struct LogIntakeTests {
    private static let folder = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(2).joined(separator: "/")

    /// What opentelemetry-instrumentation-openai-v2 2.4b0 sent of four calls, and with `details` the same with the newer conventions.
    private static func recorded(_ name: String) -> [UInt8] { FileBytes.read("\(folder)/OTLPTests/Golden/openai-v2-\(name).binpb") }

    private func site() async throws -> IntakeSite {
        let directory = TemporaryDirectory()
        let interpreter = Interpreter(version: Interpretation.version) { Interpretation.interpret($0, payloads: $1) }
        return IntakeSite(directory: directory, store: try await SQLiteStore.test(in: directory, interpreter: interpreter))
    }

    private func send(_ bytes: [UInt8], to path: String, of site: IntakeSite) async throws {
        #expect(!bytes.isEmpty)
        let answer = try await site.post(path, bytes, type: "application/x-protobuf")
        #expect(answer.status == 200 && answer.body.isEmpty)
    }

    /// Spans of calls, in their order.
    private func calls(_ site: IntakeSite) async throws -> [JSONValue] {
        let id = try #require(try await site.get("/api/v1/traces").json()["traces"]?.array?.first?["id"]?.string)
        let spans = try #require(try await site.get("/api/v1/traces/\(id)").json()["spans"]?.array)
        return spans.filter { $0["meaning"]?["operation"] == "chat" }
    }

    private func texts(_ messages: JSONValue?) -> [String] {
        (messages?.array ?? []).map { message in
            let parts = (message["parts"]?.array ?? []).compactMap { $0["text"]?.string ?? $0["name"]?.string }
            return "\(message["role"]?.string ?? ""): \(parts.joined())"
        }
    }

    private func check(_ site: IntakeSite) async throws {
        let calls = try await calls(site).map { $0["meaning"] }
        #expect(calls.count == 4)
        let question = ["system: You are terse.", "user: What is a martlet?"]
        #expect(calls.map { texts($0?["input"]) } == [question, question, question, question + ["assistant: weather", "tool: rain"]])
        #expect(
            calls.map { texts($0?["output"]) } == [
                ["assistant: A bird that never lands."], ["assistant: A bird."], ["assistant: weather"], ["assistant: A bird that never lands."],
            ])
        #expect(calls[0]?["output"]?.array?.first?["finish_reason"] == "stop")
        let found = try await site.get("/api/v1/spans?text=martlet").json()["spans"]?.array
        #expect(found?.count == 4)
        let trace = try await site.get("/api/v1/traces").json()["traces"]?.array?.first
        #expect(trace?["input_preview"]?.string?.contains("What is a martlet?") == true)
    }

    @Test(arguments: [("spans", "logs"), ("details-spans", "details")], [false, true])
    func messagesOfARealPackage(names: (spans: String, logs: String), logsFirst: Bool) async throws {
        let site = try await site()
        let spans = Self.recorded(names.spans), logs = Self.recorded(names.logs)
        if logsFirst { try await send(logs, to: "/v1/logs", of: site) }
        try await send(spans, to: "/v1/traces", of: site)
        if !logsFirst { try await send(logs, to: "/v1/logs", of: site) }
        try await check(site)
        // All of it once more.
        try await send(logs, to: "/api/public/otel/v1/logs", of: site)
        try await send(spans, to: "/v1/traces", of: site)
        try await check(site)
        try await site.store.beginReinterpretation()
        while try await site.store.maintain() {}
        try await check(site)
    }

    /// As OTLP has no place for log records among spans, they are events there.
    @Test func theyAreExported() async throws {
        let site = try await site()
        try await send(Self.recorded("spans"), to: "/v1/traces", of: site)
        try await send(Self.recorded("logs"), to: "/v1/logs", of: site)
        let lines = try await site.get("/api/v1/export?format=otlp").text
        let other = try await self.site()
        for line in lines.split(separator: "\n") { #expect(try await other.post("/v1/traces", Array(line.utf8)).text == "{}") }
        try await check(other)
        let table = try await site.get("/api/v1/export?format=jsonl&text=rain").text
        #expect(table.split(separator: "\n").count == 1)
    }

    private func json(_ records: String) -> [UInt8] {
        Array(#"{"resourceLogs":[{"scopeLogs":[{"logRecords":[\#(records)]}]}]}"#.utf8)
    }

    private let ids = #""traceId":"0102030405060708090a0b0c0d0e0f10","spanId":"0000000000000001""#

    @Test func whatSaysNothingOfACallIsDropped() async throws {
        let site = try await site()
        let answer = try await site.post(
            "/v1/logs",
            json(
                [
                    #"{"body":{"stringValue":"a line of a log"}}"#, #"{\#(ids),"body":{"stringValue":"a line within a span"}}"#,
                    #"{"eventName":"gen_ai.user.message","body":{"stringValue":"of no span"}}"#,
                    #"{\#(ids),"eventName":"gen_ai.user.message","body":{"stringValue":"kept"}}"#,
                    #"{\#(ids),"attributes":[{"key":"event.name","value":{"stringValue":"gen_ai.choice"}}]}"#,
                    #"{\#(ids),"attributes":[{"key":"exception.type","value":{"stringValue":"E"}}]}"#, #"{"traceId":"12"}"#,
                ].joined(separator: ",")))
        #expect(answer.status == 200)
        #expect(try answer.json()["partialSuccess"]?["rejectedLogRecords"] == "1")
        let lines = try await site.get("/metrics").text.split(separator: "\n")
        for line in [
            "martlet_received_log_records_total 3", "martlet_rejected_log_records_total 1", "martlet_dropped_log_records_total 3",
            "martlet_waiting_log_records 3", "martlet_forgotten_log_records 0",
        ] { #expect(lines.contains(Substring(line)), "\(line)") }
    }

    @Test(arguments: ["/v1/metrics", "/api/public/otel/v1/metrics"])
    func metricsAreTakenAndNotKept(path: String) async throws {
        let site = try await site()
        let answer = try await site.post(path, Array(#"{"resourceMetrics":[{"scopeMetrics":[]}]}"#.utf8))
        #expect(answer.status == 200 && answer.text == "{}")
        #expect(try await site.post(path, [0x0A, 0x00], type: "application/x-protobuf").body.isEmpty)
        #expect(try await site.get("/metrics").text.contains("martlet_dropped_metric_requests_total 2"))
    }

    @Test(arguments: ["/v1/logs", "/v1/metrics"])
    func whatCannotBeTaken(path: String) async throws {
        let site = try await site()
        #expect(try await site.get(path).status == 405)
        #expect(try await site.post(path, Array("{}".utf8), type: "text/plain").status == 415)
        #expect(try await site.post(path, Array("{}".utf8), coding: "br").status == 415)
        #expect(try await site.post(path, Array("[]".utf8)).status == 400)
        #expect(try await site.post(path, [0x0A, 0x7F], type: "application/x-protobuf").status == 400)
        #expect(try await site.post(path, [], type: "application/x-protobuf", length: "67108865").status == 413)
        #expect(try await site.post(path, [UInt8](repeating: 0x20, count: (16 << 20) + 1), length: "5").status == 413)
    }

    @Test func aStoreThatFailsIsBusyAndNotWrong() async throws {
        let site = try await site()
        let record = json(#"{\#(ids),"eventName":"gen_ai.user.message"}"#)
        let answer = try await site.post("/v1/logs", record, intake: BrokenIntake())
        #expect(answer.status == 503 && answer.header("Retry-After") == "5")
    }
}
