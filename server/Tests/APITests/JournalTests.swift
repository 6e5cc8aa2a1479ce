import API
import HTTPTypes
import JSON
import Model
import Shipping
import Store
import TestSupport
import Testing

/// Records of journals that lie elsewhere.
@Suite struct JournalTests {
    private func door() async throws -> (Door, HTTPFields) {
        let door = try await Door()
        return (door, [.authorization: "Bearer \(try door.make(.write).secret)", .contentType: "application/json"])
    }

    private func body(_ batches: Batch...) -> String { JSONValue.object(JSONObject([("batches", .array(batches.map(\.wire)))])).json }

    @Test func whatIsSentTwiceIsStoredOnce() async throws {
        let (door, fields) = try await door()
        var recording = Recording(process: 42)
        let first = recording.batch(.start(1, at: 1_000, name: "create"), .payload(1, 1, "prompt", "hello"))
        let second = recording.batch(.end(1, at: 2_000), state: .finished, endsProcess: true)
        for _ in 0..<2 { #expect(try await door.send(.post, "/api/v1/journal", fields, body: body(first)).status == 200) }
        #expect(try await door.send(.post, "/api/v1/journal", fields, body: body(first, second)).status == 200)
        let statistics = try await door.store.statistics()
        #expect(statistics.spans == 1 && statistics.payloads == 1)
        let process = recording.process.instance
        let asked = try await door.send(.post, "/api/v1/journal/positions", fields, body: #"{"processes":["\#(process.hex)","0000000000000000000000000000ffff"]}"#)
        let segments = try asked.json()["segments"]?.array ?? []
        #expect(try segments.map { try SegmentProgress(wire: $0, place: "s") } == [SegmentProgress(process: process, index: 0, position: second.to, state: .finished)])
        // They are not looked for among the files of this machine.
        #expect(try await door.store.segments().isEmpty)
    }

    @Test func whatIsMissingIsSaid() async throws {
        let (door, fields) = try await door()
        var recording = Recording(process: 42)
        #expect(try await door.send(.post, "/api/v1/journal", fields, body: body(recording.batch(.start(1, at: 1)))).status == 200)
        _ = recording.batch(.end(1, at: 2))
        let answer = try await door.send(.post, "/api/v1/journal", fields, body: body(recording.batch(.start(2, at: 3))))
        #expect(answer.status == 409)
        #expect(try answer.json()["error"]?["code"] == "gap")
    }

    @Test(arguments: ["", "[]", "{}", #"{"batches":{}}"#, #"{"batches":[{}]}"#, #"{"batches":[1]}"#])
    func whatIsNoBatch(body: String) async throws {
        let (door, fields) = try await door()
        #expect(try await door.send(.post, "/api/v1/journal", fields, body: body).status == 400)
        #expect(try await door.send(.post, "/api/v1/journal/positions", fields, body: body.replacing("batches", with: "processes")).status == 400)
    }

    @Test func onlyAKeyThatMayWriteSends() async throws {
        let (door, _) = try await door()
        let fields: HTTPFields = [.authorization: "Bearer \(try door.make(.read).secret)", .contentType: "application/json"]
        for path in ["/api/v1/journal", "/api/v1/journal/positions"] {
            #expect(try await door.send(.post, path, fields, body: "{}").status == 403)
            #expect(try await door.send(.post, path, [.contentType: "application/json"], body: "{}").status == 401)
        }
    }
}
