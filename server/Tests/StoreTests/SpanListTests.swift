import Model
import Store
import TestSupport
import Testing

@Suite struct SpanListTests {
    let directory = TemporaryDirectory()

    func store() async throws -> SQLiteStore {
        let store = try await SQLiteStore.test(in: directory)
        var recording = Recording()
        try await store.apply([
            recording.batch(
                .start(1, trace: 1, at: 10), .start(2, trace: 1, parent: 1, at: 20), .payload(2, 1, "model", "m"),
                .payload(2, 2, "requested", "r"), .payload(2, 3, "tokens", "5"), .end(2, at: 30, .error),
                .end(1, at: 40), .start(3, trace: 2, at: 50), .payload(3, 4, "requested", "m"), .end(3, at: 60))
        ])
        return store
    }

    func ids(_ store: SQLiteStore, _ query: SpanQuery) async throws -> [UInt64] {
        try await store.spans(query).elements.map(\.span.id.value)
    }

    @Test func filters() async throws {
        let store = try await store()
        #expect(try await ids(store, SpanQuery()) == [3, 2, 1])
        #expect(try await ids(store, SpanQuery(status: .error)) == [2])
        #expect(try await ids(store, SpanQuery(status: .ok)) == [3, 1])
        #expect(try await ids(store, SpanQuery(model: "m")) == [3, 2])
        #expect(try await ids(store, SpanQuery(model: "r")) == [2])
        #expect(try await ids(store, SpanQuery(status: .error, model: "r")) == [2])
        #expect(try await ids(store, SpanQuery(trace: .number(1))) == [2, 1])
        #expect(try await ids(store, SpanQuery(model: "m", trace: .number(1))) == [2])
        #expect(try await ids(store, SpanQuery(trace: .number(77))) == [])
        #expect(try await ids(store, SpanQuery(since: 20, until: 50)) == [2])
    }

    @Test func anEntrySaysWhatItWas() async throws {
        let entry = try #require(try await store().spans(SpanQuery(status: .error)).elements.first)
        #expect((entry.title, entry.model, entry.usage.input) == ("call!", "m", 5))
        #expect(entry.span.parentID == SpanID(1))
        #expect(entry.span.traceID == .number(1))
        #expect(entry.span.meaning == nil)
    }

    @Test(arguments: [SpanQuery(), SpanQuery(model: "m"), SpanQuery(trace: .number(1))])
    func partsMakeTheWhole(query: SpanQuery) async throws {
        let store = try await store()
        let all = try await ids(store, query)
        var query = query
        query.limit = 1
        var seen: [UInt64] = []
        repeat {
            let page = try await store.spans(query)
            seen += page.elements.map(\.span.id.value)
            try #require(seen.count <= all.count)
            query.cursor = page.nextCursor
        } while query.cursor != nil
        #expect(seen == all)
    }

    @Test func aLargeTraceIsReadInPart() async throws {
        let store = try await SQLiteStore.test(in: directory)
        var recording = Recording()
        var changes: [Change] = []
        for id in 1...UInt64(50) {
            changes += [.start(id, at: Int64(id)), .payload(id, id, "prompt", String(repeating: "x", count: 1_000)), .end(id, at: 99)]
        }
        try await store.apply([recording.batch(changes)])
        let trace = try #require(try await store.trace(.number(1), limits: TraceLimits(spans: 20, payloadBytes: 5_500)))
        #expect(trace.summary.spanCount == 50)
        #expect(trace.spans.count == 20)
        #expect(trace.spans.map(\.omitsPayloads) == Array(repeating: false, count: 5) + Array(repeating: true, count: 15))
        #expect(trace.spans.allSatisfy { $0.span.meaning != nil })
        let one = try #require(
            try await store.trace(.number(1), limits: TraceLimits(payloadBytes: 1_500, payloadsOf: SpanID(40))))
        #expect(one.spans.filter { !$0.payloads.isEmpty }.map(\.span.id) == [SpanID(40)])
    }
}
