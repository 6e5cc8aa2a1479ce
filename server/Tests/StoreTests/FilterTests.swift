import Model
import SQLite
import Store
import TestSupport
import Testing

/// Filters of lists, each beside a plain search through everything.
@Suite struct FilterTests {
    let directory = TemporaryDirectory()

    /// A span as the test knows it.
    struct Known {
        var id: UInt64
        var trace: UInt64
        var start: Int64
        var duration: Int64
        var name: String
        var user: String?
        var session: String?
        var tags: [String]
        var model: String?
        var operation: String
        var tokens: Int
        var cost: Double
        var words: [String]
        var status: SpanStatus
    }

    static let known: [Known] = {
        var random = SplitMix(state: 7)
        return (1...UInt64(600)).map { id in
            func pick<T>(_ values: [T]) -> T { values.randomElement(using: &random)! }
            return Known(
                id: id, trace: (id - 1) / 4 + 1, start: Int64.random(in: 0...100_000, using: &random),
                duration: pick([0, 1, 7, 8, 9, 100, 1_000, 65_536, 1_000_000]) + Int64.random(in: 0...3, using: &random),
                name: pick(["a", "b", "rare name"]), user: pick(["ada", "bob", nil]), session: pick(["s1", "s2", nil, nil]),
                tags: pick([[], ["x"], ["x", "y"], ["y", "z"]]), model: pick(["m1", "m2", nil]), operation: pick(["chat", "span", "execute_tool"]),
                tokens: pick([0, 1, 500, 501, 4_096]), cost: pick([0, 0.001, 0.5, 2]),
                words: pick([["swift", "lands"], ["Swift", "never"], ["Schwälbe", "fliegt"], ["漢字", "かな"]]), status: pick([.ok, .ok, .ok, .error]))
        }
    }()

    static let filters: [(String, SpanQuery, @Sendable (Known) -> Bool)] = [
        ("name", SpanQuery(filter: ListFilter(name: "rare name")), { $0.name == "rare name" }),
        ("operation", SpanQuery(filter: ListFilter(operation: .tool)), { $0.operation == "execute_tool" }),
        ("user", SpanQuery(filter: ListFilter(user: "ada")), { $0.user == "ada" }),
        ("session", SpanQuery(filter: ListFilter(session: "s2")), { $0.session == "s2" }),
        ("a user's session", SpanQuery(until: 70_000, filter: ListFilter(user: "ada", session: "s1")),
            { $0.user == "ada" && $0.session == "s1" && $0.start < 70_000 }),
        ("nobody", SpanQuery(filter: ListFilter(user: "nobody")), { _ in false }),
        ("tag", SpanQuery(filter: ListFilter(tag: "y")), { $0.tags.contains("y") }),
        ("duration", SpanQuery(filter: ListFilter(duration: .init(8))), { $0.duration >= 8 }),
        ("durations", SpanQuery(filter: ListFilter(duration: .init(9, 1_001))), { (9...1_001).contains($0.duration) }),
        ("short", SpanQuery(filter: ListFilter(duration: .init(nil, 8))), { $0.duration <= 8 }),
        ("tokens", SpanQuery(filter: ListFilter(tokens: .init(501))), { $0.tokens >= 501 }),
        ("any tokens", SpanQuery(filter: ListFilter(name: "b", tokens: .init(0))), { $0.name == "b" }),
        ("few tokens", SpanQuery(filter: ListFilter(name: "b", tokens: .init(nil, 500))), { $0.name == "b" && $0.tokens <= 500 }),
        ("cost", SpanQuery(filter: ListFilter(cost: .init(0.5))), { $0.cost >= 0.5 }),
        ("model and user", SpanQuery(model: "m1", filter: ListFilter(user: "bob")), { $0.model == "m1" && $0.user == "bob" }),
        ("errors of a model", SpanQuery(status: .error, model: "m2"), { $0.status == .error && $0.model == "m2" }),
        (
            "much at once", SpanQuery(since: 20_000, until: 90_000, status: .ok, filter: ListFilter(name: "a", tag: "x", duration: .init(5), tokens: .init(1, 600))),
            { (20_000..<90_000).contains($0.start) && $0.status == .ok && $0.name == "a" && $0.tags.contains("x") && $0.duration >= 5 && (1...600).contains($0.tokens) }
        ),
        ("a word", SpanQuery(filter: ListFilter(text: "swift")), { $0.words[0].lowercased() == "swift" }),
        ("two words", SpanQuery(filter: ListFilter(text: "never SWIFT")), { $0.words == ["Swift", "never"] }),
        ("a beginning", SpanQuery(filter: ListFilter(text: "land*")), { $0.words[1] == "lands" }),
        ("no accent", SpanQuery(filter: ListFilter(text: "schwalbe")), { $0.words[0] == "Schwälbe" }),
        ("a character", SpanQuery(filter: ListFilter(text: "字")), { $0.words[0] == "漢字" }),
        ("characters", SpanQuery(filter: ListFilter(text: "漢字")), { $0.words[0] == "漢字" }),
        ("a word of a user", SpanQuery(status: .error, filter: ListFilter(user: "ada", duration: .init(100), text: "swift")),
            { $0.words[0].lowercased() == "swift" && $0.user == "ada" && $0.status == .error && $0.duration >= 100 }),
        ("no such word", SpanQuery(filter: ListFilter(text: "albatross")), { _ in false }),
        ("no word at all", SpanQuery(filter: ListFilter(text: "\" - ()")), { _ in false }),
    ]

    /// - Parameter isSpread: the rows lie in as many groups as there are requests, as if many others were between them.
    func filled(isSpread: Bool = false) async throws -> SQLiteStore {
        let store = try await SQLiteStore.test(in: directory)
        let spans = Self.known.map { known in
            var payloads = [("prompt", known.words.joined(separator: ", ")), ("operation", known.operation), ("cost", "\(known.cost)")]
            if known.tokens > 0 { payloads.append(("tokens", "\(known.tokens)")) }
            if let user = known.user { payloads.append(("user", user)) }
            if let session = known.session { payloads.append(("session", session)) }
            if let model = known.model { payloads.append(("model", model)) }
            payloads += known.tags.map { ("tag", $0) }
            return ReceivedSpan(
                span: Span(
                    id: SpanID(known.id)!, traceID: .number(known.trace), name: known.name, startTime: known.start,
                    endTime: known.start + known.duration, status: known.status),
                source: SpanSource(resource: "{}"),
                payloads: payloads.map { Payload(key: $0.0, mediaType: .text, time: 1, bytes: Array($0.1.utf8)) })
        }
        for start in stride(from: 0, to: spans.count, by: 100) {
            try await store.receive(Array(spans[start..<start + 100]))
            if isSpread { try await leaveRoom(in: store, number: 100_000 + UInt64(start)) }
        }
        return store
    }

    /// Stores a span that still runs, and gives its row and its trace's a number of the next group: what follows lies behind it.
    func leaveRoom(in store: SQLiteStore, number: UInt64) async throws {
        let span = Span(id: SpanID(number)!, traceID: .number(number), name: "between", startTime: 0, endTime: nil, status: .running)
        try await store.receive([ReceivedSpan(span: span, source: SpanSource(resource: "{}"), payloads: [])])
        _ = try await store.statistics()
        let connection = try Connection(path: store.path, configuration: .init(access: .readWrite, cacheBytes: 1 << 20))
        for table in ["span", "trace"] {
            try connection.execute("UPDATE \(table) SET id = (id / 65536 + 1) * 65536 WHERE id = (SELECT max(id) FROM \(table))")
        }
        try connection.execute("UPDATE span SET trace = (SELECT max(id) FROM trace) WHERE id = (SELECT max(id) FROM span)")
    }

    @Test(arguments: [false, true]) func spansAreThoseThatFit(isSpread: Bool) async throws {
        let store = try await filled(isSpread: isSpread)
        for (name, query, fits) in Self.filters {
            let expected = Set(Self.known.filter(fits).map(\.id))
            var found: [UInt64] = []
            var query = query
            query.limit = 7
            repeat {
                let page = try await store.spans(query)
                #expect(page.elements.count <= 7)
                found += page.elements.map(\.span.id.value)
                query.cursor = page.nextCursor
            } while query.cursor != nil
            #expect(found.count == Set(found).count, "\(name): a span came twice")
            #expect(Set(found) == expected, "\(name)")
            if query.filter.text == nil {
                let starts = found.map { id in Self.known[Int(id) - 1].start }
                #expect(starts == starts.sorted(by: >), "\(name): not sorted")
            }
        }
    }

    /// Whatever is asked for, an index leads to it, in the order in which it is shown.
    @Test func noListReadsATable() async throws {
        let store = try await filled()
        for (_, query, _) in Self.filters {
            _ = try await store.spans(query)
            _ = try await store.traces(
                TraceQuery(since: query.since, until: query.until, status: query.status, model: query.model, filter: query.filter))
        }
        _ = try await store.series(SeriesQuery(since: 0, step: 60, groups: [.model]))
        let slow = try await store.slowSteps()
        #expect(slow.isEmpty, "\(slow.joined(separator: "\n"))")
    }

    /// Also those who write SQL find users and sessions by their indexes.
    @Test func queriesOfUsersLookIntoEachGroup() async throws {
        let queries = UserQueries(store: try await filled())
        for table in ["spans", "traces"] {
            for column in ["user", "session"] {
                let plan = try await queries.answer(
                    "EXPLAIN QUERY PLAN SELECT * FROM \(table) WHERE \(column) = 'ada' ORDER BY start_unix_nano DESC LIMIT 10",
                    limits: QueryLimits())
                let steps = "\(try #require(plan).rows)"
                #expect(steps.contains("ANY(<expr>) AND \(column)=?"), "\(steps)")
            }
        }
    }

    /// A trace is of one user and of one session, which it says itself.
    @Test(arguments: [false, true]) func tracesOfUsersAndSessions(isSpread: Bool) async throws {
        let store = try await filled(isSpread: isSpread)
        let all = try await store.traces(TraceQuery(limit: 1_000)).elements
        let filters: [(ListFilter, (TraceSummary) -> Bool)] = [
            (ListFilter(user: "ada"), { $0.user == "ada" }), (ListFilter(session: "s2"), { $0.session == "s2" }),
            (ListFilter(user: "bob", session: "s1"), { $0.user == "bob" && $0.session == "s1" }), (ListFilter(session: "s3"), { _ in false }),
        ]
        for (filter, fits) in filters {
            let found = try await store.allTraces(TraceQuery(limit: 7, filter: filter)).map(\.id)
            #expect(found == all.filter(fits).map(\.id), "\(filter)")
        }
    }

    @Test func tracesAreThoseThatFit() async throws {
        let store = try await filled()
        let filters: [(String, TraceQuery, @Sendable ([Known]) -> Bool)] = [
            ("operation", TraceQuery(filter: ListFilter(operation: .tool)), { $0.contains { $0.operation == "execute_tool" } }),
            ("anything else", TraceQuery(filter: ListFilter(operation: .span)), { $0.contains { $0.operation == "span" } }),
            ("no such operation", TraceQuery(filter: ListFilter(operation: .guardrail)), { _ in false }),
            ("operation and time", TraceQuery(since: 5_000, until: 20_000, filter: ListFilter(operation: .chat)),
                { (5_000..<20_000).contains($0.map(\.start).min()!) && $0.contains { $0.operation == "chat" } }),
            ("operation, tag and cost", TraceQuery(filter: ListFilter(operation: .tool, tag: "x", cost: .init(1))),
                { $0.contains { $0.operation == "execute_tool" } && $0.contains { $0.tags.contains("x") } && $0.reduce(0) { $0 + $1.cost } >= 1 }),
            ("operation and a word", TraceQuery(filter: ListFilter(operation: .tool, text: "swift")),
                { $0.contains { $0.operation == "execute_tool" } && $0.contains { $0.words[0].lowercased() == "swift" } }),
            ("tag", TraceQuery(filter: ListFilter(tag: "z")), { $0.contains { $0.tags.contains("z") } }),
            ("a word", TraceQuery(filter: ListFilter(text: "swift")), { $0.contains { $0.words[0].lowercased() == "swift" } }),
            ("a word and a model", TraceQuery(model: "m1", filter: ListFilter(text: "fliegt")),
                { $0.contains { $0.words[1] == "fliegt" } && $0.contains { $0.model == "m1" } }),
            ("cost", TraceQuery(filter: ListFilter(cost: .init(3))), { $0.reduce(0) { $0 + $1.cost } >= 3 }),
            ("tokens", TraceQuery(filter: ListFilter(tokens: .init(5_000, 9_000))), { (5_000...9_000).contains($0.reduce(0) { $0 + $1.tokens }) }),
            ("duration", TraceQuery(filter: ListFilter(duration: .init(70_000))),
                { spans in spans.map { $0.start + $0.duration }.max()! - spans.map(\.start).min()! >= 70_000 }),
            ("errors with a tag", TraceQuery(status: .error, filter: ListFilter(tag: "y")),
                { $0.contains { $0.status == .error } && $0.contains { $0.tags.contains("y") } }),
        ]
        let traces = Dictionary(grouping: Self.known, by: \.trace)
        for (name, query, fits) in filters {
            let expected = Set(traces.filter { fits($0.value) }.map { TraceID.number($0.key) })
            var query = query
            query.limit = 5
            let found = try await store.allTraces(query).map(\.id)
            #expect(found.count == Set(found).count, "\(name): a trace came twice")
            #expect(Set(found) == expected, "\(name)")
            if query.filter.text == nil {
                let starts = found.map { id in traces.first { TraceID.number($0.key) == id }!.value.map(\.start).min()! }
                #expect(starts == starts.sorted(by: >), "\(name): not sorted")
            }
        }
    }

    @Test(arguments: ["\"", "a OR b", "NEAR(a b)", "*", "a* b*", "col:word", "a AND", "{", "^a", "\u{0}x", String(repeating: "w ", count: 5_000)])
    func noTextIsAnError(_ text: String) async throws {
        let store = try await SQLiteStore.test(in: directory)
        _ = try await store.spans(SpanQuery(filter: ListFilter(text: text)))
        _ = try await store.traces(TraceQuery(filter: ListFilter(text: text)))
    }
}
