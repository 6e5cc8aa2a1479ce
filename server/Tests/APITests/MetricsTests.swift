import API
import HTTPTypes
import Testing

/// What the server tells of itself.
@Suite struct MetricsTests {
    @Test func countsAreGivenAsPrometheusReadsThem() async throws {
        let door = try await Door()
        let fields: HTTPFields = [.authorization: "Bearer \(try door.make(.full).secret)", .contentType: "application/json"]
        _ = try await door.send(.get, "/api/v1/traces", fields)
        _ = try await door.send(.get, "/api/v1/traces/\(Site.first)", fields)
        _ = try await door.send(.get, "/nothing/\"\\\n", fields)
        let body = #"{"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"0102030405060708090a0b0c0d0e0f10","spanId":"0000000000000001","name":"n","startTimeUnixNano":"1","endTimeUnixNano":"2"},{"traceId":"1"}]}]}]}"#
        _ = try await door.send(.post, "/v1/traces", fields, body: body)
        let answer = try await door.send(.get, "/metrics", fields)
        #expect(answer.header("Content-Type")?.hasPrefix("text/plain; version=0.0.4") == true)
        let lines = answer.text.split(separator: "\n").map(String.init)
        #expect(lines.contains(#"martlet_http_requests_total{method="GET",route="/api/v1/traces",status="200"} 1"#))
        #expect(lines.contains { $0.hasPrefix("martlet_http_requests_total{method=\"GET\",route=\"/api/v1/traces/") && $0.hasSuffix("status=\"404\"} 1") })
        #expect(lines.contains("martlet_received_spans_total 1"))
        #expect(lines.contains("martlet_rejected_spans_total 1"))
        #expect(lines.contains("martlet_spans 1"))
        #expect(lines.contains("martlet_http_request_seconds_count 4"))
        #expect(!answer.text.contains("nothing"))
        // Each sample belongs to a metric that was announced.
        var names: Set<Substring> = []
        for line in lines {
            if line.hasPrefix("# TYPE ") { names.insert(line.split(separator: " ")[2]) }
            guard !line.hasPrefix("#") else { continue }
            let name = line.prefix { $0 != "{" && $0 != " " }
            let owners = ["", "_bucket", "_sum", "_count"].filter { name.hasSuffix($0) }.map { name.dropLast($0.count) }
            #expect(owners.contains { names.contains($0) }, "\(line)")
            #expect(Double(line.split(separator: " ").last ?? "") != nil, "\(line)")
        }
    }
}
