import API
import HTTPTypes
import Interpretation
import JSON
import Store
import Testing

/// Lists that are filtered, and sums.
@Suite struct FilterTests {
    private func door() async throws -> (Door, HTTPFields) {
        let door = try await Door(
            interpreter: Interpreter(version: Interpretation.version) { Interpretation.interpret($0, payloads: $1) })
        let fields: HTTPFields = [.authorization: "Bearer \(try door.make(.full).secret)", .contentType: "application/json"]
        func span(_ trace: Int, _ name: String, seconds: Int, _ attributes: [(String, String)], isError: Bool = false) -> String {
            let listed = attributes.map { #"{"key":"\#($0.0)","value":{"stringValue":"\#($0.1)"}}"# }.joined(separator: ",")
            return #"{"traceId":"0000000000000000000000000000000\#(trace)","spanId":"000000000000000\#(trace)","name":"\#(name)","startTimeUnixNano":"\#(60 + trace * 60)000000000","endTimeUnixNano":"\#(60 + trace * 60 + seconds)000000000","attributes":[\#(listed)],"status":{"code":\#(isError ? 2 : 1)}}"#
        }
        let spans = [
            span(1, "ask", seconds: 1, [("langfuse.observation.type", "generation"), ("langfuse.observation.model.name", "m"), ("user.id", "ada"), ("session.id", "s1"), ("langfuse.observation.input", "Why do swifts sleep?"), ("langfuse.observation.usage_details", #"{\"input\": 10, \"output\": 5, \"total\": 15}"#), ("langfuse.observation.cost_details", #"{\"total\": 0.5}"#)]),
            span(2, "tool", seconds: 5, [("langfuse.observation.type", "tool"), ("user.id", "bob")], isError: true),
        ]
        let body = #"{"resourceSpans":[{"scopeSpans":[{"spans":[\#(spans.joined(separator: ","))]}]}]}"#
        #expect(try await door.send(.post, "/v1/traces", fields, body: body).text == "{}")
        while try await door.store.maintain() {}
        return (door, fields)
    }

    @Test(arguments: [
        ("", [2, 1]), ("name=ask", [1]), ("name=none", []), ("operation=chat", [1]), ("operation=execute_tool", [2]), ("kind=chat", [1]), ("kind=GENERATION", [1]), ("kind=LLM", [1]),
        ("kind=tool", [2]), ("kind=TOOL&operation=execute_tool", [2]), ("kind=chat&user=bob", []), ("kind=embedding", []), ("operation=span", []), ("model=m", [1]), ("user=bob", [2]),
        ("session=s1", [1]), ("min_duration=2s", [2]), ("max_duration=2000ms", [1]), ("min_tokens=15", [1]), ("min_tokens=16", []), ("min_cost=0.4", [1]),
        ("max_cost=0.4", []), ("text=swifts%20sleep", [1]), ("text=sle*", [1]), ("text=hawk", []), ("status=error", [2]), ("status=error&user=ada", []),
        ("since=1970-01-01T00:03:00Z", [2]), ("until=1970-01-01T00:03:00Z", [1]),
    ])
    func spans(query: String, expected: [Int]) async throws {
        let (door, fields) = try await door()
        let answer = try await door.send(.get, "/api/v1/spans?\(query)", fields)
        #expect(answer.status == 200, "\(answer.text)")
        #expect(try answer.json()["spans"]?.array?.compactMap { $0["id"]?.string.flatMap { Int($0, radix: 16) } } == expected)
        guard !query.contains("name=") else { return }
        let traces = try await door.send(.get, "/api/v1/traces?\(query)", fields)
        #expect(try traces.json()["traces"]?.array?.count == expected.count, "\(traces.text)")
    }

    @Test func sums() async throws {
        let (door, fields) = try await door()
        #expect(try await door.send(.get, "/api/v1/stats", fields).json()["series"] == nil)
        let all = try await door.send(.get, "/api/v1/stats?since=1970-01-01T00:00:00Z", fields).json()["series"]?.array ?? []
        #expect(all.count == 1)
        #expect(all.first?["spans"] == 2)
        #expect(all.first?["errors"] == 1)
        let p99 = try #require(all.first?["latency_nano"]?["p99"]?.int)
        #expect(abs(p99 - 5_000_000_000) < 170_000_000)
        let steps = try await door.send(.get, "/api/v1/stats?step=1m&group_by=operation,status", fields).json()["series"]?.array ?? []
        #expect(steps.map { $0["operation"]?.string } == ["chat", "execute_tool"])
        #expect(steps.map { $0["time"]?.string?.prefix(16) } == ["1970-01-01T00:02", "1970-01-01T00:03"])
        #expect(try await door.send(.get, "/api/v1/stats?step=1m&group_by=kind&kind=tool", fields).json()["series"]?.array?.map { $0["operation"]?.string } == ["execute_tool"])
        #expect(try await door.send(.get, "/api/v1/stats?model=m", fields).json()["series"]?.array?.first?["usage"]?["total"] == 15)
    }
}
