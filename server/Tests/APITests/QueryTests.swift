import API
import Access
import HTTPTypes
import JSON
import Model
import Store
import TestSupport
import Testing

/// Queries in SQL, over HTTP.
@Suite struct QueryTests {
    private func door() async throws -> (Door, HTTPFields) {
        let door = try await Door()
        var recording = Recording(process: 42)
        try await door.store.apply([
            recording.batch(
                .description(ProcessDescription(program: "app.py", host: "h", service: "svc")),
                .start(1, trace: 0xABC, at: 1_500_000_000, name: "create"), .payload(1, 1, "model", "gpt"),
                .payload(1, 2, "tokens", "12"), .payload(1, 3, "user", "u"),
                .payload(1, 4, "session", "se"), .payload(1, 5, "operation", "chat"), .payload(1, 6, "cost", "0.5"), .end(1, at: 2_000_000_000, .error),
                .start(2, trace: 0xDEF, parent: 1, at: 2_000_000_000, name: "=1+2"))
        ])
        try await door.store.keep([
            Score(id: "s", name: "quality", value: .number(0.5), trace: .number(0xABC), span: SpanID(1), time: 3_000_000_000)
        ])
        return (door, [.authorization: "Bearer \(try door.make(.read).secret)", .contentType: "application/json"])
    }

    private func ask(_ body: JSONValue) async throws -> Answer {
        let (door, fields) = try await door()
        return try await door.send(.post, "/api/v1/sql", fields, body: body.json)
    }

    @Test func theViews() async throws {
        let spans = try await ask(["query": "SELECT span_id, trace_id, parent_id, name, kind, status, model, total_tokens, start_time, duration_nano, service FROM spans ORDER BY start_unix_nano"])
        #expect(spans.status == 200)
        #expect(
            try spans.json()["rows"]
                == [
                    ["0000000000000001", .string(Site.first), .null, "create", "client", "error", "gpt", 12, "1970-01-01T00:00:01.500Z", 500_000_000, "svc"],
                    ["0000000000000002", "00000000000000090000000000000def", "0000000000000001", "=1+2", "client", "running", .null, .null, "1970-01-01T00:00:02.000Z", .null, "svc"],
                ])
        #expect(try await ask(["query": "SELECT title, status, span_count, duration_nano FROM traces ORDER BY 1 DESC LIMIT 1"]).json()["rows"] == [["create!", "error", 1, 500_000_000]])
        #expect(
            try await ask(["query": "SELECT operation, user, session, cost_usd, first_token_nano FROM spans ORDER BY span_id"]).json()["rows"]
                == [["chat", "u", "se", .number(JSONNumber(0.5)!), .null], ["span", .null, .null, .null, .null]])
        #expect(
            try await ask(["query": "SELECT user, session, cost_usd FROM traces WHERE user IS NOT NULL"]).json()["rows"]
                == [["u", "se", .number(JSONNumber(0.5)!)]])
        let scores = try await ask(["query": "SELECT * FROM scores"]).json()
        #expect(scores["columns"]?.array?.first == "id")
        #expect(scores["rows"]?.array?.first?.array?.prefix(4) == ["s", "quality", "number", JSONValue.number(JSONNumber(0.5)!)])
    }

    @Test func limitsOfTheAnswer() async throws {
        let many = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n"
        let cut = try await ask(["query": .string(many), "limit": 3]).json()
        #expect(cut["rows"] == [[1], [2], [3]])
        #expect(cut["is_cut"] == true)
        #expect(try await ask(["query": "SELECT 1 AS one", "limit": 1]).json() == ["columns": ["one"], "rows": [[1]], "is_cut": false])
        let slow = try await ask(["query": .string(many + " WHERE i < 0"), "timeout_ms": 200])
        #expect(slow.status == 422)
        #expect(try slow.json()["error"]?["code"] == "query_too_slow")
    }

    @Test func asATable() async throws {
        let answer = try await ask(["query": "SELECT name, NULL AS n, 'a,\"b' AS q, -1.5 AS f FROM spans ORDER BY span_id DESC LIMIT 1", "format": "csv"])
        #expect(answer.header("Content-Type") == "text/csv; charset=utf-8")
        #expect(answer.text == "name,n,q,f\r\n'=1+2,,\"a,\"\"b\",-1.5\r\n")
    }

    @Test(arguments: [
        ("DELETE FROM span", 403), ("ATTACH ':memory:' AS x", 403), ("PRAGMA journal_mode = DELETE", 403), ("SELECT 1; SELECT 2", 403),
        ("nonsense", 400), ("SELECT * FROM nothing", 400), ("", 403),
    ])
    func whatIsNoQuery(sql: String, status: Int) async throws {
        #expect(try await ask(["query": .string(sql)]).status == status)
    }

    @Test(arguments: [
        "", "x", "[]", "{}", #"{"query": 1}"#, #"{"query": "SELECT 1", "limit": 0}"#, #"{"query": "SELECT 1", "limit": 10001}"#,
        #"{"query": "SELECT 1", "limit": "x"}"#, #"{"query": "SELECT 1", "timeout_ms": 30001}"#, #"{"query": "SELECT 1", "format": "xml"}"#,
        #"{"query": "SELECT 1", "more": 1}"#,
    ])
    func bodiesThatAreWrong(body: String) async throws {
        let (door, fields) = try await door()
        #expect(try await door.send(.post, "/api/v1/sql", fields, body: body).status == 400)
    }

    @Test func whoMayAsk() async throws {
        let (door, _) = try await door()
        let fields: HTTPFields = [.authorization: "Bearer \(try door.make(.write).secret)", .contentType: "application/json"]
        let body = #"{"query": "SELECT 1"}"#
        #expect(try await door.send(.post, "/api/v1/sql", fields, body: body).status == 403)
        #expect(try await door.send(.post, "/api/v1/sql", [.contentType: "application/json"], body: body).status == 401)
        let (site, key) = try await self.door()
        #expect(try await site.send(.post, "/api/v1/sql", [.authorization: key[.authorization]!], body: body).status == 415)
        #expect(try await site.send(.post, "/api/v1/sql", key, body: String(repeating: " ", count: 300_000)).status == 413)
        #expect(try await site.send(.get, "/api/v1/sql", key).status == 405)
    }
}
