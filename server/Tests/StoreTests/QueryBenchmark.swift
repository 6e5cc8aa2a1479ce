import Glibc
import Model
import Store
import TestSupport
import Testing

/// The times of all kinds of queries over a store that `benchmarks/server_fill.py` has made.
@Suite(.enabled(if: getenv("MARTLET_LARGE_STORE") != nil)) struct QueryBenchmark {
    @Test func queries() async throws {
        let path = String(cString: try #require(getenv("MARTLET_LARGE_STORE")))
        let store = try await SQLiteStore(path: path, interpreter: .test(version: .max))
        let spans = try await store.statistics().spans
        let newest = try #require(try await store.traces(TraceQuery()).elements.first)
        let day: Int64 = 86_400_000_000_000
        let middle = newest.startTime - 15 * day
        let old = try #require(try await store.traces(TraceQuery(until: middle)).elements.first)
        let session = try #require(old.session)
        let (least, most) = (Duration.milliseconds(5), Duration.milliseconds(50))
        let queries: [(String, Duration, @Sendable () async throws -> Int)] = [
            ("latest traces", least, { try await store.traces(TraceQuery()).elements.count }),
            ("latest spans", least, { try await store.spans(SpanQuery()).elements.count }),
            ("one trace", least, { try await store.trace(old.id, limits: TraceLimits())?.spans.count ?? 0 }),
            ("a day", least, { try await store.traces(TraceQuery(since: middle, until: middle + day)).elements.count }),
            ("errors", least, { try await store.spans(SpanQuery(status: .error)).elements.count }),
            ("a model", least, { try await store.spans(SpanQuery(model: "o4-mini")).elements.count }),
            ("a model's errors", least, { try await store.spans(SpanQuery(status: .error, model: "o4-mini")).elements.count }),
            ("traces of a model", least, { try await store.traces(TraceQuery(model: "o4-mini")).elements.count }),
            ("a name", least, { try await store.spans(SpanQuery(filter: ListFilter(name: "embed"))).elements.count }),
            ("a kind", least, { try await store.spans(SpanQuery(filter: ListFilter(operation: .guardrail))).elements.count }),
            ("traces of a kind", least, { try await store.traces(TraceQuery(filter: ListFilter(operation: .guardrail))).elements.count }),
            ("traces of a common kind", least, { try await store.traces(TraceQuery(until: middle, filter: ListFilter(operation: .chat))).elements.count }),
            ("traces of no such kind", least, { try await store.traces(TraceQuery(filter: ListFilter(operation: .createAgent))).elements.count }),
            ("a model's traces of a kind", least, { try await store.traces(TraceQuery(model: "o4-mini", filter: ListFilter(operation: .guardrail))).elements.count }),
            ("a user", least, { try await store.traces(TraceQuery(filter: ListFilter(user: old.user))).elements.count }),
            ("a session", least, { try await store.traces(TraceQuery(filter: ListFilter(session: session))).elements.count }),
            ("a tag", least, { try await store.traces(TraceQuery(filter: ListFilter(tag: "batch"))).elements.count }),
            ("slower than 5 s", least, { try await store.spans(SpanQuery(filter: ListFilter(duration: .init(5_000_000_000)))).elements.count }),
            ("more than 1000 tokens", least, { try await store.spans(SpanQuery(filter: ListFilter(tokens: .init(1_000)))).elements.count }),
            ("dearer than 0.01 $", least, { try await store.spans(SpanQuery(filter: ListFilter(cost: .init(0.01)))).elements.count }),
            ("dear traces", least, { try await store.traces(TraceQuery(filter: ListFilter(cost: .init(0.01)))).elements.count }),
            ("a user's slow calls of a model", least, { try await store.spans(SpanQuery(model: "gpt-4o", filter: ListFilter(duration: .init(2_000_000_000)))).elements.count }),
            ("a common word", most, { try await store.spans(SpanQuery(filter: ListFilter(text: "morqua"))).elements.count }),
            ("a rare word", most, { try await store.spans(SpanQuery(filter: ListFilter(text: "kerjoqu*"))).elements.count }),
            ("two words, traces", most, { try await store.traces(TraceQuery(filter: ListFilter(text: "morqua balimcor"))).elements.count }),
            ("a word in errors", most, { try await store.spans(SpanQuery(status: .error, filter: ListFilter(text: "morqua"))).elements.count }),
            ("percentiles of all", most, { try await store.series(SeriesQuery()).points.first?.latencies.percentile(0.99).map { _ in 1 } ?? 0 }),
            ("percentiles by name", most, { try await store.series(SeriesQuery(groups: [.name])).points.count }),
            ("a month by the hour", most, { try await store.series(SeriesQuery(step: 3_600)).points.count }),
            ("a month by day, model", most, { try await store.series(SeriesQuery(step: 86_400, groups: [.model])).points.count }),
            ("an hour by the minute", most, { try await store.series(SeriesQuery(since: middle, until: middle + day / 24, step: 60)).points.count }),
            ("counts", least, { try await store.statistics().spans }),
            ("models", least, { try await store.models(limit: 100).count }),
        ]
        print("\(spans) spans")
        let clock = ContinuousClock()
        for (name, budget, query) in queries {
            var times: [Duration] = []
            var count = 0
            for _ in 0..<9 { times.append(try await clock.measure { count = try await query() }) }
            times.sort()
            let mark = times[4] <= budget ? "" : "   MISSED: \(budget)"
            print("\(name): \(count) rows, best \(times[0]), median \(times[4]), worst \(times[8])\(mark)")
        }
        print("steps to look at:", try await store.slowSteps())
    }
}
