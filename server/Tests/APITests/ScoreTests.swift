import API
import HTTPTypes
import JSON
import Model
import Testing

/// Scores, in and out.
@Suite struct ScoreTests {
    private let trace = "0102030405060708090a0b0c0d0e0f10"

    @Test func inAndOut() async throws {
        let door = try await Door()
        let fields: HTTPFields = [.authorization: "Bearer \(try door.make(.full).secret)", .contentType: "application/json"]
        let body = #"{"scores":[{"id":"a","name":"n","value":1.5,"trace_id":"\#(trace)","time":"2026-01-01T00:00:00Z","metadata":{"k":[1]}},{"id":"b","name":"t","type":"text","value":"x","trace_id":"\#(trace)","comment":"c"},{"name":"ok","value":true,"session":"s"}]}"#
        let answer = try await door.send(.post, "/api/v1/scores", fields, body: body)
        #expect(answer.status == 201)
        #expect(try answer.json() == ["ids": ["a", "b", "s-ok"]])
        let scores = try await door.send(.get, "/api/v1/scores?trace_id=\(trace)", fields).json()["scores"]?.array ?? []
        #expect(scores.map { $0["id"]?.string } == ["a", "b"])
        #expect(scores.first?["metadata"] == ["k": [1]])
        let ofSession = try await door.send(.get, "/api/v1/scores?session_id=s", fields).json()["scores"]?.array ?? []
        #expect(ofSession.map { $0["id"]?.string } == ["s-ok"])
        #expect(ofSession.first?["session"] == "s")
        #expect(try await door.send(.get, "/api/v1/scores?session_id=t", fields).json()["scores"]?.array == [])
        #expect(try await door.send(.get, "/api/v1/scores?trace_id=\(trace)&limit=1", fields).json()["scores"]?.array?.count == 1)
        for query in ["", "?trace_id=\(trace)&session_id=s", "?session_id=s&limit=0", "?trace_id=1"] {
            #expect(try await door.send(.get, "/api/v1/scores\(query)", fields).status == 400)
        }
        // What came out goes in again and is the same.
        #expect(try await door.send(.post, "/api/v1/scores", fields, body: scores[0].json).status == 201)
        #expect(try await door.send(.get, "/api/v1/scores?trace_id=\(trace)", fields).json()["scores"]?.array == scores)
    }

    @Test(arguments: [
        "", "[]", "1", "{}", #"{"name":"n"}"#, #"{"name":"n","value":1}"#, #"{"name":"","value":1,"session":"s"}"#,
        #"{"name":"n","value":null,"session":"s"}"#, #"{"name":"n","value":[],"session":"s"}"#, #"{"name":"n","value":1,"trace_id":"x"}"#,
        #"{"name":"n","value":1,"session":"s","span_id":"0000000000000001"}"#, #"{"name":"n","value":1,"type":"bool","session":"s"}"#,
        #"{"name":"n","value":1,"session":"s","vlaue":2}"#, #"{"name":"n","value":1,"session":"s","time":"now"}"#, #"{"scores":{}}"#,
        #"{"scores":[{"name":"n","value":1,"session":"s"},{}]}"#, #"{"name":"n","value":1e999,"session":"s"}"#,
    ])
    func whatIsNoScore(body: String) async throws {
        let door = try await Door()
        let fields: HTTPFields = [.authorization: "Bearer \(try door.make(.write).secret)", .contentType: "application/json"]
        #expect(try await door.send(.post, "/api/v1/scores", fields, body: body).status == 400)
    }
}
