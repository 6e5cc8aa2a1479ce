import Model
import Store
import TestSupport
import Testing

/// Rows and read positions go together.
@Suite struct BatchTests {
    let directory = TemporaryDirectory()

    @Test func aBatchIsTakenOnce() async throws {
        let store = try await SQLiteStore.test(in: directory)
        var recording = Recording()
        let batch = recording.batch(.start(1, at: 1), .payload(1, 1, "prompt", "Hi"), .end(1, at: 2))
        try await store.apply([batch])
        let once = try await store.trace(.number(1), limits: TraceLimits())
        try await store.apply([batch])
        try await store.apply([batch, batch])
        #expect(try await store.trace(.number(1), limits: TraceLimits()) == once)
        #expect(try await store.statistics().payloads == 1)
        // By another connection to the same file, too.
        let second = try await SQLiteStore.test(in: directory)
        try await second.apply([batch])
        #expect(try await second.statistics().payloads == 1)
    }

    @Test func positionsAreWhereTheRowsAre() async throws {
        let store = try await SQLiteStore.test(in: directory)
        var recording = Recording()
        let first = recording.batch(.start(1, at: 1))
        let skipped = recording.batch(.end(1, at: 2))
        let third = recording.batch(.start(2, trace: 2, at: 3))
        try await store.apply([first])
        await #expect(throws: StoreError.gap(index: 0, stored: first.to, from: third.from)) {
            try await store.apply([skipped, third].reversed())
        }
        // Nothing of that: neither rows nor positions.
        #expect(try await store.segments().map(\.position) == [first.to])
        #expect(try await store.statistics().traces == 1)
        try await store.apply([skipped, third])
        #expect(try await store.segments().map(\.position) == [third.to])
        #expect(try await store.traces(TraceQuery()).elements.map(\.status) == [.running, .ok])
    }

    @Test func aSegmentEndsOnce() async throws {
        let store = try await SQLiteStore.test(in: directory)
        var recording = Recording()
        let batch = recording.batch(.start(1, at: 1))
        let end = recording.batch(state: .finished, endsProcess: true)
        try await store.apply([batch, end])
        #expect(try await store.segments().map(\.state) == [.finished])
        try await store.apply([end, batch])
        try await store.apply([recording.batch(.start(9, trace: 9, at: 1))])
        #expect(try await store.segments().map(\.state) == [.finished])
        #expect(try await store.statistics().traces == 1)
        #expect(try await store.statistics().pendingSegments == 0)
    }

    @Test func dropsAreCountedWithoutRecords() async throws {
        let store = try await SQLiteStore.test(in: directory)
        var recording = Recording()
        recording.process.droppedRecords = 3
        try await store.apply([recording.batch(.start(1, at: 1))])
        recording.process.droppedRecords = 11
        try await store.apply([recording.batch()])
        #expect(try await store.statistics().droppedRecords == 11)
        recording.process.droppedRecords = 4
        try await store.apply([recording.batch()])
        #expect(try await store.statistics().droppedRecords == 11)
    }

    /// Whatever the cuts between batches and wherever the server ended: the result is the same.
    @Test(arguments: 0..<20 as Range<UInt64>)
    func cutsAndRestartsChangeNothing(seed: UInt64) async throws {
        var random = SplitMix(state: seed)
        let changes = Self.changes(&random)
        let whole = try await SQLiteStore.test(in: directory)
        var recording = Recording()
        try await whole.apply([recording.batch(changes, state: .finished, endsProcess: true)])

        let other = TemporaryDirectory()
        var store = try await SQLiteStore.test(in: other)
        var position = 0
        while position <= changes.count {
            // What an ended server had read and not committed is read again; what it had committed
            // and forgotten is offered again.
            let stored = try await store.segments().first?.position ?? 256
            let from = Int.random(in: max(0, position - 3)...position, using: &random)
            let to = min(changes.count, position + Int.random(in: 1...9, using: &random))
            for range in [from..<position, position..<to] {
                let batch = Batch(
                    process: recording.process, index: 0, from: 256 + UInt64(range.lowerBound) * 64,
                    to: 256 + UInt64(range.upperBound) * 64, changes: Array(changes[range]))
                try await store.apply([batch])
            }
            #expect(stored == 256 + UInt64(position) * 64)
            position = to
            if Bool.random(using: &random) { store = try await SQLiteStore.test(in: other) }
            if position == changes.count { break }
        }
        let end = 256 + UInt64(changes.count) * 64
        try await store.apply([
            Batch(process: recording.process, index: 0, from: end, to: end, state: .finished, endsProcess: true)
        ])
        let (found, expected) = (try await Self.everything(store), try await Self.everything(whole))
        #expect(found.traces == expected.traces)
        #expect(found.spans == expected.spans)
        #expect(found == expected)
    }

    /// Starts, payloads and ends of some spans, in an order that may be wrong.
    static func changes(_ random: inout SplitMix) -> [Change] {
        var changes: [Change] = []
        for span in 1...UInt64(12) {
            let trace = UInt64.random(in: 1...4, using: &random)
            var life = [Change.start(span, trace: trace, parent: span % 3, at: Int64(span) * 10, name: "n\(span % 4)")]
            for number in 0..<UInt64.random(in: 0...4, using: &random) {
                let key = ["prompt", "answer", "model", "tokens", "requested"].randomElement(using: &random)!
                life.append(.payload(span, span * 100 + number, key, "\(number + span)", at: Int64(span) * 10 + 1))
            }
            let statuses: [SpanStatus] = [.ok, .error, .cancelled, .abandoned]
            if Int.random(in: 0..<4, using: &random) > 0 {
                life.append(.end(span, at: Int64(span) * 10 + 5, statuses.randomElement(using: &random)!))
            }
            if Int.random(in: 0..<5, using: &random) == 0 { life.shuffle(using: &random) }
            // Between those of other spans, each life in its order.
            var place = 0
            for change in life {
                place = Int.random(in: place...changes.count, using: &random)
                changes.insert(change, at: place)
                place += 1
            }
        }
        return changes
    }

    struct Everything: Equatable {
        var traces: [TraceSummary]
        var spans: [[RecordedSpan]]
        var statistics: [Int]
        var models: [[TraceSummary]]
    }

    static func everything(_ store: SQLiteStore) async throws -> Everything {
        let traces = try await store.traces(TraceQuery(limit: 1_000)).elements.sorted { $0.id.hex < $1.id.hex }
        var spans: [[RecordedSpan]] = []
        for trace in traces {
            spans.append(try await store.trace(trace.id, limits: TraceLimits())?.spans.sorted { $0.span.id.value < $1.span.id.value } ?? [])
        }
        let statistics = try await store.statistics()
        var models: [[TraceSummary]] = []
        for model in try await store.models(limit: 100).sorted() {
            models.append(try await store.traces(TraceQuery(model: model)).elements.sorted { $0.id.hex < $1.id.hex })
        }
        return Everything(
            traces: traces, spans: spans, statistics: [statistics.traces, statistics.spans, statistics.payloads], models: models)
    }
}
