import Model
import SQLite
import Store
import TestSupport
import Testing

/// Lists by several conditions, which chunks of rows lead: each beside a plain search through everything, whatever happens to the rows.
@Suite struct FacetTests {
    let directory = TemporaryDirectory()
    var path: String { directory.file("martlet.db") }

    /// A span as the test knows it.
    struct Known {
        var id: UInt64
        var trace: UInt64
        var isRoot: Bool
        var start: Int64
        /// `nil` while it runs.
        var duration: Int64?
        var name: String
        var status: SpanStatus
        var operation: Meaning.Operation
        var model: String?
        var requested: String?
        var tags: [String]
        var tokens: Int
        /// Billionths of a US dollar.
        var cost: Int64

        init(_ id: UInt64, trace: UInt64, isRoot: Bool, isRunning: Bool, _ random: inout SplitMix) {
            func pick<T>(_ values: [T]) -> T { values.randomElement(using: &random)! }
            self.id = id
            self.trace = trace
            self.isRoot = isRoot
            // No two begin at the same time.
            start = Int64.random(in: 0...1_000, using: &random) * 100_000 + Int64(id)
            duration = isRunning ? nil : pick([0, 1, 7, 8, 9, 100, 1_000, 65_536]) + Int64.random(in: 0...3, using: &random)
            name = pick(["a", "b", "b", "b", "rare"])
            status = isRunning ? .running : pick([.ok, .ok, .ok, .error])
            operation = pick([.chat, .span, .tool])
            model = pick(["m1", "m2", nil])
            requested = pick(["m1", "m3", nil])
            tags = pick([[], ["x"], ["x", "y"], ["y", "z"]])
            tokens = pick([0, 1, 500, 501, 4_096])
            cost = pick([0, 1_000_000, 500_000_000, 2_000_000_000])
        }

        var received: ReceivedSpan {
            var payloads = [("operation", operation.rawValue), ("tokens", "\(tokens)"), ("cost", "\(Double(cost) / 1e9)")]
            payloads += tags.map { ("tag", $0) }
            if let model { payloads.append(("model", model)) }
            if let requested { payloads.append(("requested", requested)) }
            // Beside the root, not within it: each counts for itself.
            let parent = isRoot ? nil : SpanID(1 << 40 | id)
            return ReceivedSpan(
                span: Span(
                    id: SpanID(id)!, traceID: .number(trace), parentID: parent, name: name, startTime: start,
                    endTime: duration.map { start + $0 }, status: status),
                source: SpanSource(resource: "{}"),
                payloads: payloads.map { Payload(key: $0.0, mediaType: .text, time: 1, bytes: Array($0.1.utf8)) })
        }
    }

    /// A filter of either list.
    struct Filter {
        var status: SpanStatus?
        var model: String?
        var name: String?
        var operation: Meaning.Operation?
        var tag: String?
        var duration: ListFilter.Bounds<Int64>
        var tokens: ListFilter.Bounds<Int>
        var cost: ListFilter.Bounds<Int64>
        var since: Int64?
        var until: Int64?

        init(_ random: inout SplitMix) {
            func maybe<T>(_ odds: Int, _ values: [T]) -> T? {
                Int.random(in: 0..<odds, using: &random) == 0 ? values.randomElement(using: &random) : nil
            }
            status = maybe(3, [.error, .ok, .running])
            model = maybe(3, ["m1", "m2", "m3", "unknown"])
            name = maybe(4, ["a", "b", "rare"])
            operation = maybe(4, [.chat, .tool, .span])
            tag = maybe(4, ["x", "y", "z"])
            duration = .init(maybe(4, [0, 1, 9, 100, 1_000]), maybe(6, [8, 1_001, 1 << 40]))
            tokens = .init(maybe(4, [1, 500, 4_096]), maybe(6, [0, 500]))
            cost = .init(maybe(4, [1_000_000, 500_000_000]), maybe(6, [0, 1_000_000]))
            since = maybe(5, [20_000_000, 80_000_000])
            until = maybe(5, [80_000_000])
        }

        func list(name: String?) -> ListFilter {
            ListFilter(
                name: name, operation: operation, tag: tag, duration: duration, tokens: tokens,
                cost: .init(cost.least.map { Double($0) / 1e9 }, cost.most.map { Double($0) / 1e9 }))
        }

        private func holds<Value: Comparable>(_ value: Value?, _ bounds: ListFilter.Bounds<Value>) -> Bool {
            if bounds.least == nil, bounds.most == nil { return true }
            guard let value else { return false }
            return value >= bounds.least ?? value && value <= bounds.most ?? value
        }

        /// Of one span, or of those of a trace whose status is given.
        func holds(_ spans: [Known], name spanName: String, status spanStatus: SpanStatus) -> Bool {
            let start = spans.map(\.start).min()!
            let isRunning = spans.contains { $0.duration == nil }
            let end = spans.map { $0.start + ($0.duration ?? 0) }.max()!
            guard start >= since ?? start, until.map({ start < $0 }) ?? true, spanName == name ?? spanName, spanStatus == status ?? spanStatus,
                holds(isRunning ? nil : end - start, duration), holds(spans.reduce(0) { $0 + $1.tokens }, tokens),
                holds(spans.reduce(0) { $0 + $1.cost }, cost)
            else { return false }
            return spans.contains { $0.operation == operation ?? $0.operation }
                && (model == nil || spans.contains { $0.model == model || $0.requested == model })
                && (tag.map { tag in spans.contains { $0.tags.contains(tag) } } ?? true)
        }
    }

    /// Compares lists by so many random filters with what is known.
    private func compare(
        _ store: SQLiteStore, _ known: [UInt64: Known], _ step: String, filters: Int = 30, limit: Int = 400
    ) async throws {
        var random = SplitMix(state: 5)
        // Of two that begin at the same time, the one that was stored last comes first.
        let spans = known.values.sorted { ($0.start, $0.id) > ($1.start, $1.id) }
        let traces = Dictionary(grouping: spans, by: \.trace)
        let summaries = try await store.allTraces(TraceQuery(limit: 1_000))
        #expect(summaries.count == traces.count, "\(step)")
        for _ in 0..<filters {
            let filter = Filter(&random)
            let query = SpanQuery(
                limit: limit, since: filter.since, until: filter.until, status: filter.status, model: filter.model, filter: filter.list(name: filter.name))
            let found = try await store.allSpans(query).map(\.span.id.value)
            let expectedSpans = spans.filter { filter.holds([$0], name: $0.name, status: $0.status) }.map(\.id)
            let areSpansRight = found == expectedSpans
            #expect(areSpansRight, "\(step), spans: \(filter): \(found.count), not \(expectedSpans.count)")

            let traceQuery = TraceQuery(
                limit: limit, since: filter.since, until: filter.until, status: filter.status, model: filter.model,
                filter: filter.list(name: filter.name.map { $0 + "!" }))
            let foundTraces = try await store.allTraces(traceQuery).map(\.id)
            let expected = summaries.filter { summary in
                filter.holds(traces[summary.id.low]!, name: String(summary.title.dropLast()), status: summary.status)
            }
            let areTracesRight = foundTraces == expected.map(\.id)
            #expect(areTracesRight, "\(step), traces: \(filter): \(foundTraces.count), not \(expected.count)")
        }
    }

    /// How many chunks hold, of spans and of traces.
    private func chunks() throws -> [Int] {
        let connection = try Connection(path: path, configuration: .init(access: .readOnly, cacheBytes: 1 << 20))
        return try ["span", "trace"].map { table throws(SQLiteError) in
            try connection.statement("SELECT count(*) FROM \(table)_chunk WHERE is_stale = 0").first { $0.int(0) } ?? 0
        }
    }

    private func removeChunks() throws {
        let connection = try Connection(path: path, configuration: .init(access: .readWrite, cacheBytes: 1 << 20))
        try connection.execute("DELETE FROM span_chunk; DELETE FROM span_facet; DELETE FROM trace_chunk; DELETE FROM trace_facet")
    }

    private func receive(_ spans: [Known], _ store: SQLiteStore) async throws {
        for start in stride(from: 0, to: spans.count, by: 1_000) {
            try await store.receive(spans[start..<min(start + 1_000, spans.count)].map(\.received))
        }
        _ = try await store.statistics()
    }

    private func open() async throws -> SQLiteStore { try await SQLiteStore.test(in: directory) }

    @Test func listsBySeveralConditions() async throws {
        var random = SplitMix(state: 3)
        var known: [UInt64: Known] = [:]
        func make(_ ids: ClosedRange<UInt64>) -> [Known] {
            ids.map { id in
                let isRunning = Int.random(in: 0..<50, using: &random) == 0
                return Known(id, trace: (id - 1) / 2 * 2 + 1, isRoot: id % 2 == 1, isRunning: isRunning, &random)
            }
        }
        let first = make(1...17_000)
        for span in first { known[span.id] = span }
        do {
            let store = try await open()
            try await receive(first, store)
            #expect(try chunks() == [4, 2])
            try await compare(store, known, "new")

            // What ran ends as something else, in any chunk.
            let ended = first.filter { $0.duration == nil }.map { span in
                var ended = Known(span.id, trace: span.trace, isRoot: span.isRoot, isRunning: false, &random)
                ended.start = span.start
                return ended
            }
            for span in ended { known[span.id] = span }
            try await receive(ended, store)
            #expect(try chunks() == [0, 0])
            try await compare(store, known, "changed")
            while try await store.maintain() {}
            #expect(try chunks() == [4, 2])
            try await compare(store, known, "made anew")

            // The last traces go; their numbers are given again.
            for trace in stride(from: UInt64(16_999), to: 15_000, by: -2) {
                #expect(try await store.removeTrace(.number(trace)))
                known[trace] = nil
                known[trace + 1] = nil
            }
            try await compare(store, known, "removed", filters: 10)
        }
        // The pause since the last time is not waited for.
        let store = try await open()
        while try await store.maintain() {}
        #expect(try chunks() == [3, 1])
        try await compare(store, known, "less", filters: 10)
        let second = make(20_001...26_000)
        for span in second { known[span.id] = span }
        try await receive(second, store)
        try await compare(store, known, "more")
        #expect(try chunks() == [5, 2])
    }

    /// Rows of several chunks that begin at the same time, times at which a list begins or ends, and the first and last of all times.
    @Test func pagesOfEqualTimes() async throws {
        var random = SplitMix(state: 6)
        let times: [Int64] = [.min, -1, 0, 20_000_000, 79_999_999, 80_000_000]
        let spans = (1...UInt64(8_400)).map { id in
            var span = Known(id, trace: (id - 1) / 2 * 2 + 1, isRoot: id % 2 == 1, isRunning: false, &random)
            // The first chunk alone has the last time, and so comes first.
            span.start = span.trace < 200 ? .max - 100_000 : times[Int(span.trace / 2) % times.count]
            return span
        }
        let store = try await open()
        try await receive(spans, store)
        #expect(try chunks() == [2, 1])
        let known = Dictionary(uniqueKeysWithValues: spans.map { ($0.id, $0) })
        try await compare(store, known, "equal times", filters: 50, limit: 37)
        try removeChunks()
        try await compare(store, known, "equal times without chunks", filters: 10, limit: 37)
    }

    /// A chunk in the midst that has lost all its rows, and gets others with the same numbers before it was seen that those behind it went too.
    @Test func numbersGivenAgainInAGap() async throws {
        var random = SplitMix(state: 7)
        var known: [UInt64: Known] = [:]
        func make(_ ids: ClosedRange<UInt64>) -> [Known] {
            let spans = ids.map { Known($0, trace: ($0 - 1) / 1_000 * 1_000 + 1, isRoot: $0 % 1_000 == 1, isRunning: false, &random) }
            for span in spans { known[span.id] = span }
            return spans
        }
        func remove(_ traces: ClosedRange<UInt64>, _ store: SQLiteStore) async throws {
            for trace in traces {
                #expect(try await store.removeTrace(.number(trace * 1_000 + 1)))
                for id in trace * 1_000 + 1...trace * 1_000 + 1_000 { known[id] = nil }
            }
        }
        let store = try await open()
        try await receive(make(1...13_000), store)
        try await remove(4...8, store)
        while try await store.maintain() {}
        #expect(try chunks() == [2, 0])
        try await remove(9...12, store)
        try await receive(make(20_001...23_000), store)
        try await compare(store, known, "numbers given again", filters: 10)
    }

    /// A store of an earlier version has none; they are made in idle time.
    @Test func chunksOfWhatWasThereBefore() async throws {
        var random = SplitMix(state: 4)
        let spans = (1...UInt64(9_000)).map { Known($0, trace: ($0 - 1) / 2 * 2 + 1, isRoot: $0 % 2 == 1, isRunning: false, &random) }
        let known = Dictionary(uniqueKeysWithValues: spans.map { ($0.id, $0) })
        do {
            let store = try await open()
            try await receive(spans, store)
        }
        try removeChunks()
        let store = try await open()
        try await compare(store, known, "without", filters: 10)
        while try await store.maintain() {}
        #expect(try chunks() == [2, 1])
        try await compare(store, known, "with", filters: 10)
    }
}
