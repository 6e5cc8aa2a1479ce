import Model
import Store
import TestSupport
import Testing

/// Sums for charts: that they are those of the spans, whatever happened to these.
@Suite struct RollupTests {
    let directory = TemporaryDirectory()
    static let minute: Int64 = 60_000_000_000

    func fill(_ store: SQLiteStore, _ recording: inout Recording) async throws {
        var changes: [Change] = []
        for id in 1...UInt64(600) {
            let start = Int64(id) * Self.minute / 10
            changes += [
                .start(id, trace: id / 8 + 1, at: start, name: id % 3 == 0 ? "a" : "b"),
                .payload(id, id, "model", id % 2 == 0 ? "m1" : "m2"), .payload(id, id + 10_000, "tokens", "\(id)"),
                .end(id, at: start + Int64(id) * 1_000, id % 50 == 0 ? .error : .ok),
            ]
        }
        changes += [.start(999, trace: 999, at: 5, name: "running")]
        try await store.apply([recording.batch(changes)])
    }

    @Test func sumsAreThoseOfTheSpans() async throws {
        let store = try await SQLiteStore.test(in: directory)
        var recording = Recording()
        try await fill(store, &recording)
        let all = try #require(try await store.series(SeriesQuery()).points.first)
        #expect(all.spans == 600 && all.errors == 12)
        #expect(all.usage.input == 600 * 601 / 2)
        #expect(all.duration == 600 * 601 / 2 * 1_000)
        #expect(all.time == nil && all.model == nil)
        let steps = try await store.series(SeriesQuery(step: 600, groups: [.model])).points
        #expect(steps.count == 13)
        #expect(steps.reduce(0) { $0 + $1.spans } == 600)
        #expect(Set(steps.map(\.model)) == ["m1", "m2"])
        #expect(steps.first?.time == 0 && steps.last?.time == 60 * Self.minute)
        let some = try await store.series(
            SeriesQuery(since: 10 * Self.minute, until: 20 * Self.minute, groups: [.name, .status], model: "m1")).points
        #expect(some.reduce(0) { $0 + $1.spans } == 50)
        #expect(some.filter { $0.status == .error }.reduce(0) { $0 + $1.spans } == 2)
        #expect(try await store.series(SeriesQuery(name: "c")).points.isEmpty)
    }

    /// However much of it wide rows give: where a time begins and ends, no others count.
    @Test func longTimesBeginAndEndAtTheirMinutes() async throws {
        let store = try await SQLiteStore.test(in: directory)
        var recording = Recording()
        var numbers = SplitMix(state: 7)
        let starts = (1...400).map { _ in Int64(numbers.next() % (150 * 24 * 60)) * Self.minute + 1 }
        let changes = starts.enumerated().flatMap { position, start in
            let id = UInt64(position + 1)
            return [Change.start(id, trace: id, at: start, name: "a"), .end(id, at: start + 5)]
        }
        try await store.apply([recording.batch(changes)])
        for step: Int64? in [nil, 60 * 90, 3_600, 86_400] {
            for _ in 0..<40 {
                let bounds = (0..<2).map { _ in Int64(numbers.next() % (150 * 24 * 60)) * Self.minute }.sorted()
                for (since, until) in [(bounds[0], bounds[1]), (bounds[0], nil), (nil, bounds[1])] as [(Int64?, Int64?)] {
                    let found = try await store.series(SeriesQuery(since: since, until: until, step: step)).points
                    let expected = starts.filter { $0 >= since ?? 0 && $0 < until ?? .max }.count
                    #expect(found.reduce(0) { $0 + $1.spans } == expected, "\(since ?? -1) to \(until ?? -1), \(step ?? 0)")
                }
            }
        }
    }

    @Test func percentilesAreNearlyRight() async throws {
        let store = try await SQLiteStore.test(in: directory)
        var recording = Recording()
        try await fill(store, &recording)
        let all = try #require(try await store.series(SeriesQuery()).points.first)
        for share in [0.01, 0.5, 0.95, 0.99, 1] {
            let exact = (600 * share).rounded(.up) * 1_000
            let found = Double(try #require(all.latencies.percentile(share)))
            #expect(abs(found - exact) / exact <= 0.032, "\(share): \(found), not \(exact)")
        }
    }

    @Test(arguments: [0, 1, 15, 16, 17, 31, 32, 1_000, 123_456_789, 1 << 40, Int64.max - 1, Int64.max])
    func aHistogramOfOne(_ time: Int64) throws {
        var histogram = LatencyHistogram()
        histogram.add(time)
        let found = try #require(histogram.percentile(0.5))
        #expect(abs(Double(found) - Double(time)) <= Double(time) * 0.032)
        var copy = LatencyHistogram()
        copy.merge(bytes: histogram.bytes)
        #expect(copy == histogram)
        copy.add(time, count: -1)
        #expect(copy == LatencyHistogram() && copy.percentile(0.5) == nil)
    }

    @Test func aSpanThatIsSentAgainCountsOnce() async throws {
        let store = try await SQLiteStore.test(in: directory)
        func span(_ end: Int64, _ tokens: String) -> ReceivedSpan {
            ReceivedSpan(
                span: Span(id: SpanID(1)!, traceID: .number(1), name: "x", startTime: 10, endTime: end, status: .ok),
                source: SpanSource(resource: "{}"),
                payloads: [Payload(key: "tokens", mediaType: .text, time: 1, bytes: Array(tokens.utf8))])
        }
        try await store.receive([span(20, "5"), span(30, "7")])
        try await store.receive([span(40, "9")])
        let all = try #require(try await store.series(SeriesQuery()).points.first)
        #expect(all.spans == 1 && all.usage.input == 9 && all.duration == 30)
        #expect(all.latencies.count == 1)
    }

    @Test func hostileTimesAndCountsBreakNothing() async throws {
        let store = try await SQLiteStore.test(in: directory)
        for id in 1...UInt64(40) {
            try await store.receive([
                ReceivedSpan(
                    span: Span(
                        id: SpanID(id)!, traceID: .number(1), name: "x", startTime: id % 2 == 0 ? .min : 0, endTime: .max,
                        status: .ok), source: SpanSource(resource: "{}"),
                    payloads: [Payload(key: "tokens", mediaType: .text, time: 1, bytes: Array("\(Int.max)".utf8))]),
            ])
        }
        #expect(try await store.series(SeriesQuery()).points.reduce(0) { $0 + $1.spans } == 40)
        #expect(try await store.removeTrace(.number(1)))
        #expect(try await store.series(SeriesQuery()).points.isEmpty)
    }
}
