import API
import HTTPTypes
import JSON
import Model
import Store
import TestSupport
import Testing

/// What the API says when it cannot answer.
@Suite struct ErrorTests {
    @Test(arguments: [
        ("/api/v1/traces?limit=0", "limit"), ("/api/v1/traces?limit=1001", "limit"), ("/api/v1/traces?limit=-1", "limit"),
        ("/api/v1/traces?limit=ten", "limit"), ("/api/v1/traces?limit=99999999999999999999", "limit"),
        ("/api/v1/traces?limit=1&limit=2", "limit"), ("/api/v1/traces?cursor=x", "cursor"),
        ("/api/v1/traces?since=yesterday", "since"), ("/api/v1/traces?until=2026-13-01T00:00:00Z", "until"),
        ("/api/v1/traces?since=2026-02-29T00:00:00Z", "since"), ("/api/v1/traces?since=-5", "since"),
        ("/api/v1/traces?since=9999-01-01T00:00:00Z", "since"), ("/api/v1/traces?status=bad", "status"),
        ("/api/v1/traces?status=OK", "status"), ("/api/v1/traces?modle=x", "modle"), ("/api/v1/traces?x", "x"),
        ("/api/v1/traces/\(Site.first)?limit=1", "limit"), ("/api/v1/spans?limit=0", "limit"),
        ("/api/v1/spans?cursor=0", "cursor"), ("/api/v1/spans?trace_id=12", "trace_id"),
        ("/api/v1/spans?trace_id=\(String(repeating: "0", count: 32))", "trace_id"), ("/api/v1/spans?nmae=x", "nmae"), ("/api/v1/spans?min_duration=fast", "min_duration"), ("/api/v1/spans?operation=talk", "operation"),
        ("/api/v1/spans?max_tokens=-1", "max_tokens"), ("/api/v1/traces?min_cost=x", "min_cost"), ("/api/v1/traces?operation=talk", "operation"), ("/api/v1/traces?kind=talk", "kind"), ("/api/v1/spans?kind=client", "kind"), ("/api/v1/spans?kind=chat&operation=span", "kind"), ("/api/v1/stats?kind=talk", "kind"),
        ("/api/v1/stats?group_by=user", "group_by"), ("/api/v1/stats?step=5s", "step"),
        ("/api/v1/stats?verbose=1", "verbose"), ("/api/v1/traces?since=2026-02-30", "since"), ("/api/v1/spans?until=2026-11", "until"),
        ("/api/v1/stats?step=1h&until=21.11.2026", "until"),
        ("/api/v1/traces?since=2026-11-21T05:16:58+02:00", "since"),
    ])
    func aParameterThatIsWrongIsNamed(path: String, parameter: String) async throws {
        let answer = try await Site().get(path)
        #expect(answer.status == 400)
        let error = try #require(try answer.json()["error"])
        #expect(error["code"]?.string == "invalid_parameter")
        #expect(error["parameter"]?.string == parameter)
        #expect(error["message"]?.string?.hasPrefix("\(parameter): ") == true)
    }

    @Test(arguments: ["%", "%4", "%zz=1", "limit=%ff", "%C3%28=1"])
    func aQueryThatIsNoText(query: String) async throws {
        let answer = try await Site().get("/api/v1/traces?\(query)")
        #expect(answer.status == 400)
        #expect(try answer.json()["error"]?["code"]?.string == "bad_request")
    }

    @Test(arguments: [
        "/api/v1/traces/xyz", "/api/v1/traces/\(String(repeating: "a", count: 32))",
        "/api/v1/traces/\(String(repeating: "0", count: 32))", "/api/v1/traces/\(Site.first)0", "/api/v1/traces/\(Site.first.dropLast())g",
        "/api/v1/traces/'%20OR%201=1--", "/api/v1/traces/..%2F..%2Fetc%2Fpasswd", "/api/v1/traces/%00", "/api/v1/nothing", "/api/v2/traces", "/api/",
    ])
    func whatIsNotThere(path: String) async throws {
        let site = try await Site()
        try await site.record()
        let answer = try await site.get(path)
        #expect(answer.status == 404)
        #expect(answer.header("Content-Type") == "application/json")
        #expect(try answer.json()["error"]?["code"]?.string == "not_found")
        #expect(answer.header("Content-Security-Policy")?.contains("default-src 'none'") == true)
    }

    @Test(arguments: ["/api/v1/traces", "/api/v1/traces/\(Site.first)", "/api/v1/spans", "/api/v1/stats", "/healthz"])
    func methodsThatAreNotPossible(path: String) async throws {
        let site = try await Site()
        try await site.record()
        for method in [HTTPRequest.Method.post, .put, .delete, .patch, .options] {
            let answer = try await site.send(method, path)
            #expect(answer.status == 405, "\(method) \(path)")
            #expect(answer.header("Allow") == "GET, HEAD")
            #expect(try answer.json()["error"]?["code"]?.string == "method_not_allowed")
        }
        let head = try await site.send(.head, path)
        #expect(head.status == 200)
        #expect(head.body.isEmpty)
    }

    @Test(arguments: [
        "evil.example", "evil.example:7100", "localhost.evil.example", "127.0.0.1.evil.example", "localhost:port", "localhost:7100:1",
        "[::1", "[::1]x", "", ".", "localhost..", ":7100", "0.0.0.0", "10.0.0.1",
    ])
    func aForeignHostNameIsRefused(host: String) async throws {
        for path in ["/api/v1/traces", "/traces", "/healthz"] {
            let answer = try await Site().get(path, host: host)
            #expect(answer.status == 421, "\(path)")
        }
        #expect(try await Site().get("/healthz", host: nil).status == 400)
    }

    @Test(arguments: ["localhost", "LocalHost:1", "localhost.", "Localhost.:7100", "127.0.0.1", "127.0.0.1:65535", "[::1]", "[::1]:7100"])
    func ownHostNames(host: String) async throws {
        #expect(try await Site().get("/healthz", host: host).status == 200)
    }

    @Test func namesWithADotAreNamesWithoutOne() {
        for name in ["traces.example.", "Traces.Example"] {
            let names = HostNames.loopback.adding([name])
            for authority in ["traces.example", "traces.example.", "traces.example.:80"] { #expect(names.contain(authority: authority), "\(name)") }
            #expect(!names.contain(authority: "traces.example.."))
        }
    }

    @Test func aStoreThatFailsIsNotTheCallersFault() async throws {
        let site = try await Site()
        for path in ["/api/v1/traces", "/api/v1/spans", "/api/v1/stats", "/api/v1/traces/\(Site.first)", "/traces"] {
            let answer = try await site.send(.get, path, store: BrokenStore())
            #expect(answer.status == 503, "\(path)")
            #expect(answer.header("Retry-After") == "5")
            // Nothing of the inside is shown.
            #expect(!answer.text.contains("disk I/O"))
        }
    }
}

/// A store on a disk that does not work.
private struct BrokenStore: Store {
    private var error: StoreError { .unreadable("disk I/O error") }

    func apply(_ batches: [Batch]) async throws(StoreError) { throw error }
    func segments() async throws(StoreError) -> [SegmentProgress] { throw error }
    func maintain() async throws(StoreError) -> Bool { throw error }
    func traces(_ query: TraceQuery) async throws(StoreError) -> Page<TraceSummary> { throw error }
    func trace(_ id: TraceID, limits: TraceLimits) async throws(StoreError) -> RecordedTrace? { throw error }
    func spans(_ query: SpanQuery) async throws(StoreError) -> Page<SpanSummary> { throw error }
    func series(_ query: SeriesQuery) async throws(StoreError) -> Series { throw error }
    func models(limit: Int) async throws(StoreError) -> [String] { throw error }
    func statistics() async throws(StoreError) -> Statistics { throw error }
}
