import Model
import SQLite
import Store
import TestSupport
import Testing

/// Log records that belong to spans, which come before them or behind them.
@Suite struct ReceivedLogTests {
    let directory = TemporaryDirectory()

    func span(_ id: UInt64, trace: UInt64 = 1, end: Int64? = 20, prompt: String = "question") -> ReceivedSpan {
        ReceivedSpan(
            span: Span(
                id: SpanID(id)!, traceID: .number(trace), name: "call", scope: "lib", kind: .client, startTime: 10, endTime: end,
                status: end == nil ? .running : .ok),
            source: SpanSource(resource: "{}"),
            payloads: [("prompt", prompt), ("tokens", "5")].map {
                Payload(key: $0.0, mediaType: .text, time: 10, bytes: Array($0.1.utf8))
            })
    }

    /// - Parameter arrival: the year 2026, unless it matters.
    func log(_ text: String, of span: UInt64 = 1, trace: UInt64 = 1, at time: Int64 = 15, arrival: Int64 = .max) -> ReceivedLog {
        ReceivedLog(
            traceID: .number(trace), spanID: SpanID(span)!, arrival: arrival,
            payload: Payload(key: "log", mediaType: .json, time: time, bytes: Array(text.utf8)))
    }

    func logs(_ store: SQLiteStore, trace: UInt64 = 1) async throws -> [String] {
        let trace = try #require(try await store.trace(.number(trace), limits: TraceLimits()))
        return trace.spans[0].payloads.filter { $0.key == "log" }.map { String(decoding: $0.bytes, as: UTF8.self) }
    }

    func found(_ store: SQLiteStore, _ text: String) async throws -> Int {
        try await store.spans(SpanQuery(filter: ListFilter(text: text))).elements.count
    }

    private enum Step: CustomStringConvertible {
        case span, firstLog, bothLogs
        var description: String { self == .span ? "span" : self == .firstLog ? "first" : "both" }
    }

    /// Whatever comes first, how often, and whether it goes into the tables together or not.
    @Test(arguments: [true, false])
    func inAnyOrder(isSettled: Bool) async throws {
        let orders: [[Step]] = [
            [.span, .bothLogs], [.bothLogs, .span], [.firstLog, .span, .bothLogs], [.span, .firstLog, .bothLogs, .span],
            [.bothLogs, .bothLogs, .span, .bothLogs], [.span, .bothLogs, .span, .span], [.firstLog, .bothLogs, .span],
        ]
        for order in orders {
            let directory = TemporaryDirectory()
            let store = try await SQLiteStore.test(in: directory)
            for step in order {
                switch step {
                case .span: try await store.receive([span(1)])
                case .firstLog: try await store.receive([log("alpha")])
                case .bothLogs: try await store.receive([log("alpha"), log("beta")])
                }
                if isSettled { try await store.settle() }
            }
            #expect(try await logs(store) == ["alpha", "beta"], "\(order)")
            let trace = try #require(try await store.trace(.number(1), limits: TraceLimits()))
            #expect(trace.spans.count == 1 && trace.summary.usage.input == 5)
            #expect(trace.spans[0].span.meaning?.input.map(\.text) == ["question", "alpha", "beta"])
            let counts = try await (found(store, "alpha"), found(store, "beta"), found(store, "question"))
            #expect(counts == (1, 1, 1), "\(order)")
            let statistics = try await store.statistics()
            #expect(statistics.payloads == 4 && statistics.waitingLogs == 0 && statistics.forgottenLogs == 0, "\(order)")
            try await store.beginReinterpretation()
            while try await store.maintain() {}
            #expect(try await logs(store) == ["alpha", "beta"])
            #expect(try await found(store, "beta") == 1)
        }
    }

    @Test func theyAreFoundAgainAfterARestart() async throws {
        do {
            let store = try await SQLiteStore.test(in: directory)
            try await store.receive([log("alpha")])
            try await store.settle()
            // This one is in the inbox alone when the process ends.
            try await store.receive([log("beta")])
        }
        let store = try await SQLiteStore.test(in: directory)
        #expect(try await store.statistics().waitingLogs == 2)
        try await store.receive([log("alpha"), log("beta")])
        #expect(try await store.statistics().waitingLogs == 2)
        try await store.receive([span(1)])
        #expect(try await logs(store) == ["alpha", "beta"])
        #expect(try await store.statistics().waitingLogs == 0)
    }

    /// A span that came as it began, and whose end comes when its records are there.
    @Test func theEndOfASpanKeepsThem() async throws {
        let store = try await SQLiteStore.test(in: directory)
        try await store.receive([span(1, end: nil, prompt: "begun")])
        try await store.receive([log("alpha")])
        #expect(try await found(store, "alpha") == 1)
        try await store.receive([span(1, prompt: "ended")])
        #expect(try await logs(store) == ["alpha"])
        #expect(try await found(store, "begun") == 0)
        #expect(try await found(store, "alpha") == 1)
    }

    /// A span that came before is sent again in the same transaction as more of its records: the index has its words of before, and
    /// all others stay in it.
    @Test func theIndexOutlastsASpanThatComesAgain() async throws {
        let store = try await SQLiteStore.test(in: directory)
        try await store.receive([span(1, end: nil, prompt: "begun"), span(1, trace: 2, prompt: "elsewhere")])
        try await store.receive([log("alpha")])
        #expect(try await found(store, "alpha") == 1)
        try await store.receive([log("beta")])
        try await store.receive([span(1, prompt: "ended")])
        try await store.receive([log("gamma")])
        #expect(try await logs(store) == ["alpha", "beta", "gamma"])
        for (word, count) in [("elsewhere", 1), ("begun", 0), ("ended", 1), ("alpha", 1), ("beta", 1), ("gamma", 1)] {
            #expect(try await found(store, word) == count, "\(word)")
        }
        // Sent again with nothing to search for, and then with a record.
        try await store.receive([span(1, prompt: "")])
        try await store.receive([log("delta")])
        #expect(try await found(store, "elsewhere") == 1)
        #expect(try await found(store, "delta") == 1)
        #expect(try await found(store, "ended") == 0)
    }

    /// Two messages of one request may say the same.
    @Test func twoThatAreAlikeAreTwo() async throws {
        let store = try await SQLiteStore.test(in: directory)
        for _ in 0..<3 { try await store.receive([log("alpha"), log("alpha"), log("beta")]) }
        try await store.receive([span(1)])
        for _ in 0..<3 { try await store.receive([log("alpha"), log("alpha"), log("beta")]) }
        #expect(try await logs(store) == ["alpha", "alpha", "beta"])
    }

    /// An id of a span says nothing without its trace.
    @Test func theyGoToTheSpanOfTheirTrace() async throws {
        let store = try await SQLiteStore.test(in: directory)
        try await store.receive([log("one", trace: 1), log("two", trace: 2)])
        try await store.receive([span(1, trace: 2), span(1, trace: 1)])
        #expect(try await logs(store, trace: 1) == ["one"])
        #expect(try await logs(store, trace: 2) == ["two"])
    }

    @Test func whatWaitsTooLongIsForgotten() async throws {
        let store = try await SQLiteStore.test(in: directory)
        try await store.receive([log("old", arrival: 1), log("older", of: 2, arrival: 0), log("young", arrival: .max)])
        #expect(try await store.statistics().waitingLogs == 3)
        while try await store.maintain() {}
        let statistics = try await store.statistics()
        #expect(statistics.waitingLogs == 1 && statistics.forgottenLogs == 2)
        try await store.receive([span(1)])
        #expect(try await logs(store) == ["young"])
    }

    @Test func noMoreWaitThanThereIsRoomFor() async throws {
        let store = try await SQLiteStore.test(in: directory)
        let large = String(repeating: "x", count: 1 << 20)
        for number in 0..<70 { try await store.receive([log(number == 0 ? "zxqjvwk" + large : large, of: UInt64(number + 1))]) }
        let statistics = try await store.statistics()
        #expect(statistics.waitingLogs <= 64 && statistics.waitingLogs >= 55)
        #expect(statistics.waitingLogs + statistics.forgottenLogs == 70)
        while try await store.maintain() {}
        #expect(!FileBytes.holds("zxqjvwk", in: directory.file("martlet.db-wal")))
        // The latest are there.
        try await store.receive([span(70), span(1, trace: 2)])
        #expect(try await logs(store) == [large])
    }

    @Test func aSpanHasNoMoreThanThereIsRoomFor() async throws {
        let store = try await SQLiteStore.test(in: directory)
        try await store.receive([span(1)])
        for part in 0..<3 { try await store.receive((0..<500).map { log("\(part) \($0)") }) }
        #expect(try await logs(store).count == 1_024)
        #expect(try await store.statistics().forgottenLogs == 476)
        #expect(try await store.statistics().payloads == 1_026)
    }

    @Test func aTraceThatIsRemovedTakesThemAlong() async throws {
        let store = try await SQLiteStore.test(in: directory)
        try await store.receive([span(1)])
        try await store.receive([log("alpha"), log("beta", of: 2), log("gamma", trace: 2, arrival: 5)])
        #expect(try await store.removeTrace(.number(1)))
        #expect(try await store.statistics().waitingLogs == 1)
        #expect(try await store.statistics().payloads == 0)
        #expect(try await found(store, "alpha") == 0)
        try await store.receive([span(1), span(2)])
        #expect(try await logs(store) == [])
        #expect(try await store.retain(Retention(since: .max)))
        #expect(try await store.statistics().waitingLogs == 0)
    }

    @Test func aTraceOfWhichNothingElseIsThere() async throws {
        let store = try await SQLiteStore.test(in: directory)
        try await store.receive([log("alpha"), log("beta", of: 2), log("gamma", trace: 2)])
        #expect(try await store.removeTrace(.number(1)))
        #expect(try await store.removeTrace(.number(1)) == false)
        let statistics = try await store.statistics()
        #expect(statistics.waitingLogs == 1 && statistics.forgottenLogs == 0)
    }

    /// Why records go that no span has come for.
    private enum Cause: CaseIterable { case removal, patience, age, size, count }

    /// A server goes on: nothing is left of them in the files that what comes later is written into first.
    @Test(arguments: Cause.allCases) private func theLogsAndTheInboxForgetThem(cause: Cause) async throws {
        let store = try await SQLiteStore.test(in: directory)
        func isInFile(_ ending: String) -> Bool { FileBytes.holds("zxqjvwk", in: directory.file("martlet.db\(ending)")) }
        // More than a span may have.
        if cause == .count { try await store.receive((0..<1_024).map { log("\($0)") }) }
        try await store.receive([log("zxqjvwk", arrival: cause == .patience ? 1 : .max - 1)])
        try await store.settle()
        #expect(isInFile("-wal") != (cause == .count))
        #expect(isInFile("-inbox-0") || isInFile("-inbox-1"))
        switch cause {
        case .removal: _ = try await store.removeTrace(.number(1))
        case .age: while try await store.retain(Retention(since: .max)) {}
        case .size: while try await store.retain(Retention(bytes: 8)) {}
        case .patience, .count: break
        }
        while try await store.maintain() {}
        #expect(try await store.statistics().waitingLogs == (cause == .count ? 1_024 : 0))
        for ending in ["", "-wal", "-inbox-0", "-inbox-1"] { #expect(!isInFile(ending), "\(ending)") }
    }

    @Test func theirBytes() {
        let logs = [log("a"), log("", of: 7, trace: 9, at: -1, arrival: 5)]
        let bytes = logs.inboxBytes
        #expect([ReceivedLog](inboxBytes: bytes[...]) == logs)
        #expect([ReceivedSpan](inboxBytes: bytes[...]) == nil)
        #expect([ReceivedLog](inboxBytes: [span(1)].inboxBytes[...]) == nil)
        for length in 1..<bytes.count {
            let found = [ReceivedLog](inboxBytes: bytes.prefix(length))
            #expect(found == nil || found == Array(logs.prefix(found?.count ?? 0)))
        }
    }
}
