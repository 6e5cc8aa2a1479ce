import Access
import HTTPTypes
import JSON
import Store
import TestSupport
import Testing

/// Traces are removed by program and by hand.
@Suite struct RemovalTests {
    private static let trace = "00000000000000090000000000000001"

    private func recorded() async throws -> Door {
        let door = try await Door()
        var recording = Recording()
        try await door.store.apply([
            recording.batch(
                .start(1, at: 1_000, name: "secret plan"), .end(1, at: 2_000), .start(2, trace: 2, at: 3_000), .end(2, at: 4_000))
        ])
        return door
    }

    @Test func removedIsGone() async throws {
        let door = try await recorded()
        let full: HTTPFields = [.authorization: "Bearer \(try door.make(.full).secret)"]
        let write: HTTPFields = [.authorization: "Bearer \(try door.make(.write).secret)"]
        let read: HTTPFields = [.authorization: "Bearer \(try door.make(.read).secret)"]
        let path = "/api/v1/traces/\(Self.trace)"
        #expect(try await door.send(.delete, path).status == 401)
        for lesser in [read, write] {
            let answer = try await door.send(.delete, path, lesser)
            #expect(answer.status == 403)
            #expect(try answer.json()["error"]?["message"]?.string?.contains("\"full\"") == true)
            #expect(try await door.send(.post, "/traces/\(Self.trace)/delete", lesser).status == 403)
        }
        #expect(try await door.send(.delete, path + "?x=1", full).status == 400)
        #expect(try await door.send(.get, path, read).status == 200)
        let answer = try await door.send(.delete, path, full)
        #expect(answer.status == 204)
        #expect(answer.body.isEmpty)
        #expect(try await door.send(.get, path, read).status == 404)
        #expect(try await door.send(.delete, path, full).status == 404)
        #expect(try await door.send(.delete, "/api/v1/traces/xyz", full).status == 404)
        let rest = try await door.send(.get, "/api/v1/traces", read).json()["traces"]?.array ?? []
        #expect(rest.count == 1)
        let put = try await door.send(.put, path, full)
        #expect(put.status == 405)
        #expect(put.header("Allow") == "GET, HEAD, DELETE")
    }

    @Test func byHand() async throws {
        let door = try await recorded()
        let full: HTTPFields = [.authorization: "Bearer \(try door.make(.full).secret)"]
        let page = try await door.send(.get, "/traces/\(Self.trace)", full).text
        let action = "/traces/\(Self.trace)/delete"
        #expect(page.contains("action=\"\(action)\""))
        #expect(page.contains("action=\"/logout\""))
        // A link alone removes nothing, nor does a page from elsewhere.
        #expect(try await door.send(.get, action, full).status == 405)
        var foreign = full
        foreign[.origin] = "https://elsewhere.example"
        #expect(try await door.send(.post, action, foreign).status == 403)
        let done = try await door.send(.post, action, full)
        #expect(done.status == 303)
        #expect(done.header("Location") == "/traces")
        #expect(try await door.send(.get, "/traces/\(Self.trace)", full).status == 404)
        #expect(try await door.send(.post, action, full).status == 404)
    }

    /// Nobody sees it, and it is removed as any other.
    @Test(arguments: [false, true]) func aTraceOfWhichOnlyLogRecordsWait(isByHand: Bool) async throws {
        let door = try await Door()
        var full: HTTPFields = [.authorization: "Bearer \(try door.make(.full).secret)", .contentType: "application/json"]
        let logs = """
            {"resourceLogs":[{"scopeLogs":[{"logRecords":[{"traceId":"\(Self.trace)","spanId":"0000000000000001",\
            "eventName":"gen_ai.user.message","body":{"stringValue":"hi"}}]}]}]}
            """
        #expect(try await door.send(.post, "/v1/logs", full, body: logs).status == 200)
        full[.contentType] = nil
        func remove() async throws -> Int {
            isByHand
                ? try await door.send(.post, "/traces/\(Self.trace)/delete", full).status
                : try await door.send(.delete, "/api/v1/traces/\(Self.trace)", full).status
        }
        #expect(try await remove() == (isByHand ? 303 : 204))
        #expect(try await remove() == 404)
    }

    @Test func whoMayNotRemoveIsNotOfferedIt() async throws {
        let door = try await recorded()
        let path = "/traces/\(Self.trace)"
        for (kind, isOffered) in [(.read, false), (.full, true)] as [(AccessKey.Kind, Bool)] {
            let page = try await door.send(.get, path, [.authorization: "Bearer \(try door.make(kind).secret)"])
            #expect(page.status == 200)
            #expect(page.text.contains("\(path)/delete") == isOffered)
        }
    }

    @Test func withoutKeysThereIsNoWayOut() async throws {
        let site = try await Site()
        try await site.record()
        for path in ["/traces", "/traces/\(Site.first)"] {
            #expect(try await !site.get(path).text.contains("/logout"))
        }
    }
}
