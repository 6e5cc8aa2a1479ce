import Model
import Store
import TestSupport
import Testing

/// A hundred thousand spans: what is asked of them costs SQLite no more work than of a few.
///
/// Work is counted and not timed: other tests keep the machine busy. `QueryBenchmark` has the times.
@Suite struct LargeStoreTests {
    @Test(.timeLimit(.minutes(15)))
    func questionsReadFewRows() async throws {
        let directory = TemporaryDirectory()
        let store = try await SQLiteStore.test(in: directory)
        var recording = Recording()
        let total: UInt64 = 100_000
        let clock = ContinuousClock()
        var random = SplitMix(state: 1)
        let ids = (0..<total).map { _ in UInt64.random(in: 1...(.max), using: &random) }
        let filled = try await clock.measure {
            for group in 0..<total / 2_000 {
                var changes: [Change] = []
                for number in group * 2_000..<(group + 1) * 2_000 {
                    let (id, trace) = (ids[Int(number)], ids[Int(number / 8 * 8)])
                    changes += [
                        .start(id, trace: trace, parent: number % 8 == 0 ? 0 : trace, at: Int64(number) * 1_000),
                        .payload(id, number, "model", number < 50 ? "rare" : "common"),
                        .payload(id, total + number, "user", "u\(number / 8 % 5_000)"),
                        .end(id, at: Int64(number) * 1_000 + 999, number % 5_000 == 0 ? .error : .ok),
                    ]
                }
                try await store.apply([recording.batch(changes)])
            }
        }
        print("stored \(total) spans in \(filled)")
        #expect(try await store.statistics().spans == Int(total))

        let queries: [(String, @Sendable () async throws -> Int)] = [
            ("latest", { try await store.traces(TraceQuery()).elements.count }),
            ("errors", { try await store.traces(TraceQuery(limit: 20, status: .error)).elements.count }),
            ("ok", { try await store.traces(TraceQuery(status: .ok)).elements.count }),
            ("a rare model", { try await store.traces(TraceQuery(model: "rare")).elements.count }),
            ("a common model", { try await store.traces(TraceQuery(model: "common")).elements.count }),
            ("a model's errors", { try await store.traces(TraceQuery(status: .error, model: "common")).elements.count }),
            ("a time", { try await store.traces(TraceQuery(since: 1_000_000, until: 50_000_000)).elements.count }),
            ("one trace", { try await store.trace(TraceID(high: 9, low: ids[8_000]), limits: TraceLimits())?.spans.count ?? 0 }),
            ("latest spans", { try await store.spans(SpanQuery()).elements.count }),
            ("a model's spans", { try await store.spans(SpanQuery(model: "rare")).elements.count }),
            ("spans of a trace", { try await store.spans(SpanQuery(trace: TraceID(high: 9, low: ids[8_000]))).elements.count }),
            ("counts", { try await store.statistics().spans }),
            ("models", { try await store.models(limit: 100).count }),
            ("a user", { try await store.traces(TraceQuery(filter: ListFilter(user: "u7"))).elements.count }),
            ("a user's spans", { try await store.spans(SpanQuery(filter: ListFilter(user: "u7"))).elements.count }),
        ]
        for (name, query) in queries {
            _ = await store.takeWork()
            #expect(try await query() > 0, "\(name)")
            let work = await store.takeWork()
            print("\(name): \(work) steps")
            // Some sixty for each of a page's fifty rows; a scan of all 12,500 traces takes many times the bound.
            #expect((1...10_000).contains(work), "\(name)")
        }

        // With it goes the last trace of nobody: its user has two more.
        _ = await store.takeWork()
        #expect(try await store.removeTrace(TraceID(high: 9, low: ids[0])))
        let work = await store.takeWork()
        print("removal: \(work) steps")
        #expect((1...10_000).contains(work))
    }
}
