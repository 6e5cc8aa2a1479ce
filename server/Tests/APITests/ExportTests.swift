import API
import Access
import HTTPTypes
import Interpretation
import JSON
import Model
import Store
import TestSupport
import Testing

/// Spans as they leave.
@Suite struct ExportTests {
    private func door() async throws -> (Door, HTTPFields) {
        let door = try await Door(
            interpreter: Interpreter(version: Interpretation.version) { Interpretation.interpret($0, payloads: $1) })
        return (door, [.authorization: "Bearer \(try door.make(.full).secret)", .contentType: "application/json"])
    }

    private static let received = #"""
        {"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"svc"}}]},"scopeSpans":[{"scope":{"name":"lib","version":"2","attributes":[{"key":"s","value":{"boolValue":true}}]},"spans":[{"traceId":"0102030405060708090a0b0c0d0e0f10","spanId":"0000000000000001","name":"one","kind":3,"startTimeUnixNano":"10","endTimeUnixNano":"30","attributes":[{"key":"gen_ai.request.model","value":{"stringValue":"m"}},{"key":"i","value":{"intValue":"-9007199254740993"}},{"key":"d","value":{"doubleValue":2.0}},{"key":"b","value":{"bytesValue":"AP8="}},{"key":"a","value":{"arrayValue":{"values":[{"stringValue":"x"},{"boolValue":false}]}}},{"key":"k","value":{"kvlistValue":{"values":[{"key":"n","value":{"stringValue":"v"}}]}}}],"events":[{"timeUnixNano":"12","name":"e","attributes":[{"key":"x","value":{"stringValue":"y"}}]}],"links":[{"traceId":"0102030405060708090a0b0c0d0e0f11","spanId":"0000000000000009","attributes":[]}],"traceState":"a=b","status":{"code":2,"message":"bad"}},{"traceId":"0102030405060708090a0b0c0d0e0f10","spanId":"0000000000000002","parentSpanId":"0000000000000001","name":"two","kind":1,"startTimeUnixNano":"11","endTimeUnixNano":"20","attributes":[],"status":{"code":1,"message":"well"}}],"schemaUrl":"https://schemas.example/1"}]}]}
        """#

    private func lines(_ answer: Answer) throws -> [JSONValue] {
        try answer.text.split(separator: "\n").map { try JSONValue(parsing: Array($0.utf8)) }
    }

    /// What goes out as OTLP comes back as the same spans.
    @Test func thereAndBack() async throws {
        let (door, fields) = try await door()
        #expect(try await door.send(.post, "/v1/traces", fields, body: Self.received).status == 200)
        let out = try await door.send(.get, "/api/v1/export?format=otlp", fields)
        #expect(out.header("Content-Type") == "application/x-ndjson")
        let requests = try lines(out)
        #expect((1...2).contains(requests.count))
        let (other, otherFields) = try await self.door()
        for request in requests { #expect(try await other.send(.post, "/v1/traces", otherFields, body: request.json).text == "{}") }
        for id in ["0000000000000001", "0000000000000002"] {
            let before = try await door.send(.get, "/api/v1/spans/\(id)", fields).json()
            #expect(before["id"]?.string == id)
            #expect(try await other.send(.get, "/api/v1/spans/\(id)", otherFields).json() == before)
        }
        #expect(try lines(try await other.send(.get, "/api/v1/export?format=otlp", otherFields)) == requests)
    }

    @Test func partsOfAllSizesGiveEachSpanOnce() async throws {
        let (door, fields) = try await door()
        let count = 1_203
        let spans = (1...count).map { number in
            let digits = String(number, radix: 16)
            return #"{"traceId":"0102030405060708090a0b0c0d0e0f10","spanId":"\#(String(repeating: "0", count: 16 - digits.count) + digits)","name":"s\#(number)","startTimeUnixNano":"\#(number / 3)","endTimeUnixNano":"9999"}"#
        }
        let body = #"{"resourceSpans":[{"scopeSpans":[{"spans":[\#(spans.joined(separator: ","))]}]}]}"#
        #expect(try await door.send(.post, "/v1/traces", fields, body: body).text == "{}")
        let all = try lines(try await door.send(.get, "/api/v1/export", fields))
        #expect(all.count == count)
        #expect(Set(all.compactMap { $0["id"]?.string }).count == count)
        #expect(try lines(try await door.send(.get, "/api/v1/export?limit=777", fields)) == Array(all.prefix(777)))
        let table = try await door.send(.get, "/api/v1/export?format=csv&limit=2", fields).text
        #expect(table.hasPrefix("trace_id,span_id,"))
        #expect(table.split(separator: "\r\n").count == 3)
        #expect(try lines(try await door.send(.get, "/api/v1/export?status=error", fields)).isEmpty)
    }

    @Test func whatAJournalRecordedGetsTheNamesOfTheConventions() async throws {
        let (door, fields) = try await door()
        var recording = Recording(process: 42)
        func json(_ number: UInt64, _ key: String, _ text: String) -> Change {
            .payload(
                .init(
                    span: SpanID(1)!, number: number, key: key, mediaType: .json, time: 5, totalLength: UInt64(text.utf8.count),
                    bytes: Array(text.utf8)))
        }
        try await door.store.apply([
            recording.batch(
                .description(ProcessDescription(program: "app.py", host: "h")), .start(1, at: 1_000, name: "create"),
                json(1, "request", #"{"method":"POST","url":"https://api.openai.com/v1/chat/completions","base_url":"https://api.openai.com/v1","stream":false,"body":{"model":"gpt-4o","messages":[{"role":"user","content":"Why?"}]}}"#),
                json(2, "response.body", #"{"id":"r","object":"chat.completion","model":"gpt-4o-2024","choices":[{"index":0,"message":{"role":"assistant","content":"Because."},"finish_reason":"stop"}],"usage":{"prompt_tokens":3,"completion_tokens":2,"total_tokens":5}}"#),
                json(3, "result", #"{"n":1}"#), .end(1, at: 2_000))
        ])
        let span = try #require(try lines(try await door.send(.get, "/api/v1/export?format=otlp", fields)).first)["resourceSpans"]?.array?.first
        let attributes = span?["scopeSpans"]?.array?.first?["spans"]?.array?.first?["attributes"]?.array ?? []
        func attribute(_ name: String) -> JSONValue? { attributes.first { $0["key"]?.string == name }?["value"] }
        #expect(attribute("gen_ai.response.model") == ["stringValue": "gpt-4o-2024"])
        #expect(attribute("gen_ai.usage.input_tokens") == ["intValue": "3"])
        #expect(attribute("martlet.result") == ["stringValue": #"{"n":1}"#])
        let (other, otherFields) = try await self.door()
        let out = try await door.send(.get, "/api/v1/export?format=otlp", fields).text
        #expect(try await other.send(.post, "/v1/traces", otherFields, body: out).text == "{}")
        let meaning = try await other.send(.get, "/api/v1/spans/0000000000000001", otherFields).json()["meaning"]
        #expect(meaning?["output"]?.array?.first?["parts"]?.array?.first?["text"] == "Because.")
        #expect(meaning?["usage"]?["input"] == 3)
    }

    @Test(arguments: ["format=xml", "limit=0", "limit=x", "cursor=x", "more=1", "since=x"])
    func parametersThatAreWrong(query: String) async throws {
        let (door, fields) = try await door()
        #expect(try await door.send(.get, "/api/v1/export?\(query)", fields).status == 400)
    }

    @Test func oneSpan() async throws {
        let (door, fields) = try await door()
        #expect(try await door.send(.post, "/v1/traces", fields, body: Self.received).status == 200)
        let score = #"{"name":"q","value":0.5,"trace_id":"0102030405060708090a0b0c0d0e0f10","span_id":"0000000000000001"}"#
        #expect(try await door.send(.post, "/api/v1/scores", fields, body: score).status == 201)
        let span = try await door.send(.get, "/api/v1/spans/0000000000000001?trace_id=0102030405060708090a0b0c0d0e0f10", fields).json()
        #expect(span["meaning"]?["requested_model"] == "m")
        #expect(span["scores"]?.array?.first?["name"] == "q")
        for path in ["0000000000000001?trace_id=0102030405060708090a0b0c0d0e0f99", "0000000000000009", "xyz", "0000000000000000"] {
            #expect(try await door.send(.get, "/api/v1/spans/\(path)", fields).status == 404)
        }
    }
}
