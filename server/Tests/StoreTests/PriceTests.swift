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
        #expect(try await store.series(SeriesQuery()).points.first?.cost == 7)
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

    @Test func theUsersPriceComesBeforeOneOfOursThatSaysMore() async throws {
        let store = try await filled("gpt-4o-mini-2024-07-18")
        #expect(try await costs(store) == [0.15, 0.15, 0.15])
        try await store.keep([Price(pattern: "gpt-4o*", input: 7, output: 0)])
        while try await store.maintain() {}
        #expect(try await costs(store) == [7, 7, 7])
    }

    @Test(arguments: [
        ("gpt-5", 1.25), ("gpt-5-2025-08-07", 1.25), ("gpt-5-mini-2025-08-07", 0.25), ("gpt-5.4-mini", 0.75), ("openai/gpt-5.1-chat-latest", 1.25),
        ("gpt-4o-2024-05-13", 5), ("gpt-4o-2024-08-06", 2.5), ("o1-pro-2025-03-19", 150), ("o3-2025-04-16", 2), ("text-embedding-ada-002-v2", 0.1),
        ("claude-opus-4-20250514", 15), ("claude-opus-4-1-20250805", 15), ("claude-opus-4-5@20251101", 5), ("claude-sonnet-4-0", 3),
        ("us.anthropic.claude-haiku-4-5-20251001-v1:0", 1), ("gemini/gemini-2.5-flash", 0.3), ("gemini-2.5-flash-lite", 0.1),
        ("mistral-large-latest", 0.5), ("deepseek-chat", 0.28), ("xai/grok-4-1-fast-reasoning", 0.2),
    ] as [(String, Double)])
    func whatCommonModelsCost(model: String, input: Double) async throws {
        #expect(try await costs(try await filled(model)) == [input, input, input])
    }

    /// A guess would look like a fact.
    @Test(arguments: ["gpt-5.9", "gpt-5-turbo", "gpt-6", "claude-opus-6", "claude-opus-4-9", "gemini-4-pro", "o5", "my-gpt-4o"])
    func modelsThatAreNotKnownHaveNoPrice(model: String) async throws {
        #expect(try await costs(try await filled(model)) == [nil, nil, nil])
    }

    @Test func noPatternStandsTwice() async throws {
        let patterns = try await SQLiteStore.test(in: directory).prices().map(\.pattern)
        #expect(patterns.count > 150)
        #expect(Set(patterns).count == patterns.count)
    }
}
