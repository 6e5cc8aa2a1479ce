import Model
import Store
import TestSupport
import Testing

/// Prices: which one is taken, and that the past is given a new one.
@Suite struct PriceTests {
    let directory = TemporaryDirectory()

    @Test(arguments: [
        ("gpt-4o*", "gpt-4o-mini", true), ("gpt-4o", "gpt-4o-mini", false), ("*mini*", "gpt-4o-mini-x", true),
        ("*", "", true), ("a*b*c", "a-b-b-c", true), ("a*b*c", "a-c-b", false), ("", "x", false), ("**x", "x", true),
    ])
    func patterns(_ pattern: String, _ model: String, _ fits: Bool) {
        #expect(Price(pattern: pattern, input: 1, output: 1).matches(model) == fits)
    }

    @Test func aHostilePatternIsQuick() {
        let pattern = String(repeating: "*a", count: 500)
        #expect(!Price(pattern: pattern, input: 1, output: 1).matches(String(repeating: "a", count: 499) + "b"))
    }

    func filled(_ model: String) async throws -> SQLiteStore {
        let store = try await SQLiteStore.test(in: directory)
        var recording = Recording()
        for id in 1...UInt64(3) {
            try await store.apply([
                recording.batch(
                    .start(id, trace: 1, at: Int64(id) * 100), .payload(id, id, "model", model),
                    .payload(id, id + 10, "tokens", "1000000"), .end(id, at: Int64(id) * 100 + 9)),
            ])
        }
        return store
    }

    func costs(_ store: SQLiteStore) async throws -> [Double?] {
        try await store.spans(SpanQuery()).elements.sorted { $0.span.startTime < $1.span.startTime }.map(\.cost)
    }

    @Test func aKnownModelHasItsPrice() async throws {
        let store = try await filled("openai/gpt-4o-mini-2024-07-18")
        #expect(try await costs(store) == [0.15, 0.15, 0.15])
        let cost = try #require(try await store.traces(TraceQuery()).elements.first?.cost)
        #expect(abs(cost - 0.45) < 1e-9)
    }

    @Test func aNewPriceIsGivenToThePast() async throws {
        let store = try await filled("house-model")
        #expect(try await costs(store) == [nil, nil, nil])
        try await store.keep([Price(pattern: "house-*", input: 2, output: 0), Price(pattern: "house-*", since: 250, input: 3, output: 0)])
        while try await store.maintain() {}
        #expect(try await costs(store) == [2, 2, 3])
        #expect(try await store.traces(TraceQuery()).elements.first?.cost == 7)
        #expect(try await store.series(SeriesQuery()).first?.cost == 7)
        #expect(try await store.removePrices(pattern: "house-*") == 2)
        while try await store.maintain() {}
        #expect(try await costs(store) == [nil, nil, nil])
        #expect(try await store.traces(TraceQuery()).elements.map(\.cost) == [nil])
        #expect(try await store.prices().contains { $0.isDefault })
    }

    @Test func theUsersPriceComesBeforeOurs() async throws {
        let store = try await filled("gpt-4o-mini")
        try await store.keep([Price(pattern: "gpt-4o-mini*", input: 9, output: 0)])
        while try await store.maintain() {}
        #expect(try await costs(store) == [9, 9, 9])
    }
}
