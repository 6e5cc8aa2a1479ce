import Model
import Store
import TestSupport
import Testing

@Suite struct TraceListTests {
    let directory = TemporaryDirectory()

    /// Traces 1... at the times 10, 20..., with the given ends.
    func store(_ ends: [SpanStatus?]) async throws -> (SQLiteStore, Recording) {
        let store = try await SQLiteStore.test(in: directory)
        var recording = Recording()
        var changes: [Change] = []
        for (index, end) in ends.enumerated() {
            let number = UInt64(index + 1)
            let time = Int64(number) * 10
            changes.append(.start(number, trace: number, at: time))
            changes.append(.payload(number, number, "model", number % 2 == 0 ? "even" : "odd"))
            if number % 3 == 0 { changes.append(.payload(number, 1_000 + number, "requested", "third")) }
            if let end { changes.append(.end(number, at: time + 5, end)) }
        }
        try await store.apply([recording.batch(changes)])
        return (store, recording)
    }

    func ids(_ store: SQLiteStore, _ query: TraceQuery) async throws -> [UInt64] {
        try await store.traces(query).elements.map(\.id.low)
    }

    @Test func newestFirst() async throws {
        let (store, _) = try await store([.ok, .error, nil, .ok])
        #expect(try await ids(store, TraceQuery()) == [4, 3, 2, 1])
        let traces = try await store.traces(TraceQuery()).elements
        #expect(traces.map(\.status) == [.ok, .running, .error, .ok])
        #expect(traces.map(\.duration) == [5, nil, 5, 5])
        #expect(traces.map(\.spanCount) == [1, 1, 1, 1])
    }

    /// A trace that runs has no duration, however long what has ended of it took.
    @Test func whatRunsHasNoDuration() async throws {
        let store = try await SQLiteStore.test(in: directory)
        var recording = Recording()
        try await store.apply([
            recording.batch(.start(1, trace: 1, at: 10), .start(2, trace: 1, parent: 1, at: 20), .end(2, at: 120))
        ])
        let queries = [TraceQuery(filter: ListFilter(duration: .init(50))), TraceQuery(filter: ListFilter(duration: .init(nil, 500)))]
        for query in queries { #expect(try await ids(store, query) == []) }
        try await store.apply([recording.batch(.end(1, at: 130))])
        for query in queries { #expect(try await ids(store, query) == [1]) }
    }

    @Test func filters() async throws {
        let (store, _) = try await store([.ok, .error, nil, .ok, .error, .cancelled])
        #expect(try await ids(store, TraceQuery(status: .error)) == [5, 2])
        #expect(try await ids(store, TraceQuery(status: .ok)) == [4, 1])
        #expect(try await ids(store, TraceQuery(status: .running)) == [3])
        #expect(try await ids(store, TraceQuery(status: .abandoned)) == [])
        #expect(try await ids(store, TraceQuery(model: "even")) == [6, 4, 2])
        // What was asked for counts as well as what answered, but is not shown.
        #expect(try await ids(store, TraceQuery(model: "third")) == [6, 3])
        #expect(try await store.traces(TraceQuery(model: "third")).elements.map(\.models) == [["even"], ["odd"]])
        #expect(try await ids(store, TraceQuery(model: "none")) == [])
        #expect(try await ids(store, TraceQuery(status: .error, model: "even")) == [2])
        #expect(try await ids(store, TraceQuery(status: .ok, model: "even")) == [4])
        #expect(try await ids(store, TraceQuery(since: 20, until: 50)) == [4, 3, 2])
        #expect(try await ids(store, TraceQuery(since: 30, model: "odd")) == [5, 3])
        #expect(try await ids(store, TraceQuery(since: .max)) == [])
        #expect(try await ids(store, TraceQuery(until: .min)) == [])
        #expect(try await ids(store, TraceQuery(limit: 2)) == [6, 5])
        #expect(try await ids(store, TraceQuery(limit: 0)).count == 1)
        #expect(try await ids(store, TraceQuery(limit: .max)).count == 6)
    }

    @Test(arguments: ["'", "\" OR 1=1 --", "%", "\0", "third' OR '1'='1", String(repeating: "x", count: 100_000)])
    func aHostileModelIsOneThatNothingHas(model: String) async throws {
        let (store, _) = try await store([.ok, .error])
        #expect(try await ids(store, TraceQuery(model: model)) == [])
        #expect(try await store.spans(SpanQuery(model: model)).elements == [])
    }

    @Test(arguments: [TraceQuery(), TraceQuery(model: "even"), TraceQuery(status: .ok), TraceQuery(status: .ok, model: "odd")])
    func aCursorStaysWhereItIs(query: TraceQuery) async throws {
        var (store, recording) = try await store(Array(repeating: .ok, count: 40))
        let all = try await ids(store, query)
        var seen: [UInt64] = []
        var query = query
        query.limit = 3
        var number: UInt64 = 100
        while true {
            let page = try await store.traces(query)
            seen += page.elements.map(\.id.low)
            try #require(seen.count <= all.count)
            guard let next = page.nextCursor else { break }
            query.cursor = next
            // Newer ones come meanwhile, one of them with the same time as others.
            number += 1
            try await store.apply([
                recording.batch(
                    .start(number, trace: number, at: number == 101 ? 400 : 10_000),
                    .payload(number, number, "model", "even"), .end(number, at: 10_001))
            ])
        }
        #expect(seen == all)
    }

    @Test(arguments: [
        "", "x", "0", "-", "0000000000000000", "0000000000000000-000000000000000g", "00000000000000000-000000000000000",
        "+000000000000000-0000000000000000", "0000000000000000-0000000000000000-", "FFFFFFFFFFFFFFFF-0000000000000000",
        "０００００００００００００００-0000000000000000",
    ])
    func aForeignCursorIsRefused(cursor: String) async throws {
        let (store, _) = try await store([.ok])
        await #expect(throws: StoreError.invalidCursor) { try await store.traces(TraceQuery(cursor: cursor)) }
        await #expect(throws: StoreError.invalidCursor) { try await store.spans(SpanQuery(cursor: cursor)) }
    }

    @Test func aTraceIsTheSumOfItsSpans() async throws {
        let store = try await SQLiteStore.test(in: directory)
        var recording = Recording()
        try await store.apply([
            recording.batch(
                .start(2, parent: 1, at: 20, name: "child"), .payload(2, 1, "tokens", "3"),
                .payload(2, 2, "prompt", "First?"), .payload(2, 3, "answer", "Yes."), .end(2, at: 30))
        ])
        var trace = try #require(try await store.traces(TraceQuery()).elements.first)
        #expect(trace.title == "child!")
        try await store.apply([recording.batch(.start(1, at: 25, name: "root"))])
        trace = try #require(try await store.traces(TraceQuery()).elements.first)
        // The root gives the title, even if it began later.
        #expect((trace.title, trace.status, trace.startTime, trace.duration) == ("root", .running, 20, nil))
        try await store.apply([
            recording.batch(
                .start(3, parent: 1, at: 40), .payload(3, 4, "tokens", "4"), .payload(3, 5, "prompt", "Second?"),
                .payload(3, 6, "answer", "No."), .payload(3, 7, "model", "b"), .end(3, at: 50, .cancelled),
                .start(4, parent: 1, at: 41), .payload(4, 8, "model", "a"), .end(4, at: 49, .abandoned), .end(1, at: 60))
        ])
        trace = try #require(try await store.traces(TraceQuery()).elements.first)
        #expect((trace.status, trace.startTime, trace.duration, trace.spanCount) == (.cancelled, 20, 40, 4))
        #expect((trace.inputPreview, trace.outputPreview) == ("First?", "No."))
        #expect(trace.models == ["a", "b"])
        #expect(trace.usage == TokenUsage(input: 7, total: 7))
        #expect(try await store.trace(.number(1), limits: TraceLimits())?.summary == trace)
        #expect(try await store.models(limit: 9).sorted() == ["a", "b"])
    }

    @Test(arguments: [
        ([SpanStatus.ok, .running], SpanStatus.running), ([.running, .abandoned], .abandoned),
        ([.abandoned, .cancelled], .cancelled), ([.cancelled, .error], .error), ([.ok, .ok], .ok),
    ])
    func theWorstSpanGivesTheStatus(spans: [SpanStatus], expected: SpanStatus) async throws {
        let store = try await SQLiteStore.test(in: directory)
        var recording = Recording()
        for (index, status) in spans.enumerated() {
            let id = UInt64(index + 1)
            try await store.apply([recording.batch(.start(id, at: 1))])
            if status != .running { try await store.apply([recording.batch(.end(id, at: 2, status))]) }
        }
        #expect(try await store.traces(TraceQuery()).elements.map(\.status) == [expected])
    }

    @Test func previewsAreOneShortLine() {
        #expect(Preview.shorten("  a\n\n\tb  c ") == "a b c")
        #expect(Preview.shorten("") == "")
        let long = Preview.shorten(String(repeating: "ab ", count: 100_000))
        #expect(long.hasPrefix("ab ab") && long.hasSuffix("…"))
        // One character, of as many scalars as somebody liked.
        let heavy = "e" + String(repeating: "\u{301}", count: 100_000)
        #expect(Preview.shorten(heavy).unicodeScalars.count <= 201)
    }
}
