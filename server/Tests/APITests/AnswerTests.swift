import API
import JSON
import Model
import Store
import TestSupport
import Testing

/// What the API says of what was recorded.
@Suite struct AnswerTests {
    @Test func health() async throws {
        let answer = try await Site().get("/healthz")
        #expect(answer.status == 200)
        #expect(answer.text == #"{"status":"ok"}"#)
        #expect(answer.header("Content-Type") == "application/json")
        #expect(answer.header("X-Content-Type-Options") == "nosniff")
    }

    @Test func theListOfTraces() async throws {
        let site = try await Site()
        try await site.record()
        let answer = try await site.get("/api/v1/traces")
        #expect(answer.status == 200)
        #expect(answer.header("Cache-Control") == "no-store")
        let traces = try #require(try answer.json()["traces"]?.array)
        #expect(traces.count == 2)
        #expect(traces[0]["status"]?.string == "running")
        #expect(traces[0]["duration_nano"]?.isNull == true)
        let trace = traces[1]
        #expect(trace["id"]?.string == Site.first)
        #expect(trace["title"]?.string == "create!")
        #expect(trace["status"]?.string == "error")
        #expect(trace["start_time"]?.string == "1970-01-01T00:00:01.000000000Z")
        #expect(trace["start_time_unix_nano"]?.string == "1000000000")
        #expect(trace["duration_nano"]?.int == 500_000_000)
        #expect(trace["span_count"]?.int == 1)
        #expect(trace["models"]?.array?.map(\.string) == ["gpt"])
        #expect(trace["usage"]?["input"]?.int == 12)
        #expect(trace["usage"]?["output"]?.isNull == true)
        #expect(trace["input_preview"]?.string == "<script>alert(1)</script>")
        #expect(trace["output_preview"]?.string == "Because it sleeps on the wing.")
        #expect(try answer.json()["next_cursor"]?.isNull == true)
    }

    @Test func oneTrace() async throws {
        let site = try await Site()
        try await site.record()
        let trace = try await site.get("/api/v1/traces/\(Site.first)").json()
        #expect(trace["id"]?.string == Site.first)
        let span = try #require(trace["spans"]?.array?.first)
        #expect(span["id"]?.string == "0000000000000001")
        #expect(span["trace_id"]?.string == Site.first)
        #expect(span["parent_id"]?.isNull == true)
        #expect(span["name"]?.string == "create")
        #expect(span["scope"]?.string == "test")
        #expect(span["kind"]?.string == "client")
        #expect(span["status"]?.string == "error")
        #expect(span["end_time"]?.string == "1970-01-01T00:00:01.500000000Z")
        #expect(span["duration_nano"]?.int == 500_000_000)
        #expect(span["process"]?["process_id"]?.int == 42)
        #expect(span["process"]?["program"]?.string == "app.py")
        #expect(span["meaning"]?["answered_model"]?.string == "gpt")
        #expect(span["meaning"]?["input"]?.array?.first?["parts"]?.array?.first?["text"]?.string == "<script>alert(1)</script>")
        #expect(span["meaning"]?["usage"]?["input"]?.int == 12)
        let payloads = try #require(span["payloads"]?.array)
        #expect(payloads.map { $0["key"]?.string } == ["prompt", "answer", "model", "tokens", "response.body"])
        #expect(payloads[1]["text"]?.string == "Because it sleeps on the wing.")
        #expect(payloads[1]["media_type"]?.string == "text")
        // It was cut: no JSON any more, and shown as what it is.
        #expect(payloads[4]["text"]?.string == #"{"n": 1.50, "a":"#)
        #expect(span["payloads_omitted"]?.bool == false)
        // The same id in capitals is the same trace.
        #expect(try await site.get("/api/v1/traces/\(Site.first.uppercased())").status == 200)
    }

    @Test(arguments: [
        (Payload.MediaType.json, #"{"n":1.50}"#, "json"), (.json, "{", "text"), (.text, #"{"n":1}"#, "text"),
        (.bytes, "abc", "base64"),
    ])
    func payloadsAreShownAsWhatTheyAre(media: Payload.MediaType, text: String, member: String) async throws {
        let site = try await Site()
        var recording = Recording()
        try await site.store.apply([
            recording.batch(
                .start(1, at: 1),
                .payload(
                    .init(
                        span: SpanID(1)!, number: 1, key: "k", mediaType: media, time: 2,
                        totalLength: UInt64(text.utf8.count), bytes: Array(text.utf8))))
        ])
        let trace = try await site.get("/api/v1/traces/\(TraceID.number(1).hex)").json()
        let payload = try #require(trace["spans"]?.array?.first?["payloads"]?.array?.first)
        for name in ["json", "text", "base64"] { #expect((payload[name] != nil) == (name == member), "\(name)") }
        if member == "base64" { #expect(payload["base64"]?.string == "YWJj") }
        if member == "json" { #expect(payload["json"]?.json == text) }
    }

    @Test func bytesThatAreNoTextAreBase64() async throws {
        let site = try await Site()
        var recording = Recording()
        try await site.store.apply([
            recording.batch(
                .start(1, at: 1),
                .payload(.init(span: SpanID(1)!, number: 1, key: "k", mediaType: .text, time: 2, totalLength: 2, bytes: [0xFF, 0xFE])))
        ])
        let trace = try await site.get("/api/v1/traces/\(TraceID.number(1).hex)").json()
        #expect(trace["spans"]?.array?.first?["payloads"]?.array?.first?["base64"]?.string == "//4=")
    }

    @Test func aLargeTraceComesInParts() async throws {
        let site = try await Site()
        var recording = Recording()
        try await site.store.apply([recording.batch((1...5_002 as ClosedRange<UInt64>).map { .start($0, at: Int64($0)) })])
        let path = "/api/v1/traces/\(TraceID.number(1).hex)"
        let first = try await site.get(path).json()
        #expect(first["span_count"]?.json == "5002" && first["spans"]?.array?.count == 5_000)
        let cursor = try #require(first["next_cursor"]?.string)
        let rest = try await site.get("\(path)?cursor=\(cursor)").json()
        #expect(rest["spans"]?.array?.map { $0["id"]?.string } == [SpanID(5_001)?.hex, SpanID(5_002)?.hex])
        #expect(rest["next_cursor"] == .null && rest["span_count"]?.json == "5002")
        #expect(try await site.get("\(path)?cursor=x").status == 400)
    }

    @Test func theListOfSpans() async throws {
        let site = try await Site()
        try await site.record()
        let spans = try #require(try await site.get("/api/v1/spans").json()["spans"]?.array)
        #expect(spans.map { $0["status"]?.string } == ["running", "error"])
        #expect(spans[1]["title"]?.string == "create!")
        #expect(spans[1]["model"]?.string == "gpt")
        #expect(spans[1]["payloads"] == nil)
        let one = try await site.get("/api/v1/spans?trace_id=\(Site.first)&status=error&model=gpt").json()
        #expect(one["spans"]?.array?.count == 1)
    }

    @Test func filtersAndParts() async throws {
        let site = try await Site()
        var recording = Recording()
        for number in 1...UInt64(7) {
            try await site.store.apply([recording.batch(.start(number, trace: number, at: Int64(number) * 1_000_000_000), .end(number, at: 9_000_000_000))])
        }
        var seen: [Int] = []
        var cursor = ""
        repeat {
            let page = try await site.get("/api/v1/traces?limit=3\(cursor)").json()
            seen += page["traces"]?.array?.map { Int($0["id"]!.string!.suffix(4), radix: 16)! } ?? []
            try #require(seen.count <= 7)
            cursor = page["next_cursor"]?.string.map { "&cursor=\($0)" } ?? ""
        } while !cursor.isEmpty
        #expect(seen == [7, 6, 5, 4, 3, 2, 1])
        let since = try await site.get("/api/v1/traces?since=1970-01-01T00:00:03Z&until=5000000000").json()
        #expect(since["traces"]?.array?.count == 2)
        let shifted = try await site.get("/api/v1/traces?since=1970-01-01T01%3A00%3A03.5%2B01:00&until=").json()
        #expect(shifted["traces"]?.array?.count == 4)
    }

    /// A date is its midnight in UTC, wherever a time is taken.
    @Test(arguments: ["/api/v1/traces?", "/api/v1/spans?", "/api/v1/stats?step=1h&"])
    func datesAlone(path: String) async throws {
        let site = try await Site()
        var recording = Recording()
        let midnight: Int64 = 1_795_219_200_000_000_000
        for (number, start) in [(1, midnight - 1), (2, midnight), (3, midnight + 86_400_000_000_000)] as [(UInt64, Int64)] {
            try await site.store.apply([recording.batch(.start(number, trace: number, at: start), .end(number, at: start))])
        }
        func count(_ filter: String) async throws -> Int {
            let answer = try await site.get(path + filter)
            #expect(answer.status == 200)
            let found = try answer.json()
            guard let steps = found["series"]?.array else {
                return (found["traces"] ?? found["spans"])?.array?.count ?? -1
            }
            return steps.reduce(0) { $0 + ($1["spans"]?.int ?? 0) }
        }
        #expect(try await count("since=2026-11-21&until=2026-11-22") == 1)
        #expect(try await count("since=2026-11-21&until=2026-11-22T00:00:01Z") == 2)
        #expect(try await count("since=2026-11-20T23:00:00&until=2026-11-22") == 2)
    }

    @Test func counts() async throws {
        let site = try await Site()
        try await site.record()
        let counts = try await site.get("/api/v1/stats").json()
        #expect(counts["traces"]?.int == 2)
        #expect(counts["spans"]?.int == 2)
        #expect(counts["payloads"]?.int == 5)
        #expect(counts["processes"]?.int == 1)
        #expect(counts["dropped_records"]?.int == 0)
        #expect(counts["pending_segments"]?.int == 1)
        #expect(counts["damaged_segments"]?.int == 0)
    }
}
