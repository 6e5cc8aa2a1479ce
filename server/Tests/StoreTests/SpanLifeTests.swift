import Model
import Store
import TestSupport
import Testing

/// What becomes of a span, in whatever order its records come.
@Suite struct SpanLifeTests {
    let directory = TemporaryDirectory()

    func spans(_ store: SQLiteStore, _ trace: TraceID = .number(1)) async throws -> [RecordedSpan] {
        try await store.trace(trace, limits: TraceLimits())?.spans ?? []
    }

    @Test func aCallInOneBatchAndInSeveral() async throws {
        let store = try await SQLiteStore.test(in: directory)
        var recording = Recording()
        try await store.apply([
            recording.batch(.start(1, trace: 1, at: 10, name: "one"), .payload(1, 1, "prompt", "Hi"), .end(1, at: 30))
        ])
        try await store.apply([recording.batch(.start(2, trace: 2, at: 40, name: "two"))])
        #expect(try await spans(store, .number(2)).map(\.span.status) == [.running])
        try await store.apply([recording.batch(.payload(2, 2, "prompt", "Ho"))])
        try await store.apply([recording.batch(.end(2, at: 60, .error))])

        let one = try #require(try await spans(store, .number(1)).first)
        #expect(one.span.name == "one")
        #expect(one.span.scope == "test")
        #expect(one.span.kind == .client)
        #expect(one.span.threadID == 7)
        #expect(one.span.process?.processID == 1)
        #expect((one.span.startTime, one.span.endTime, one.span.status) == (10, 30, .ok))
        #expect(one.payloads.map(\.key) == ["prompt"])
        #expect(one.payloads.map(\.bytes) == [Array("Hi".utf8)])
        #expect(one.span.meaning?.input == [Message(role: "user", parts: [.text("Hi")])])
        let two = try #require(try await spans(store, .number(2)).first)
        #expect((two.span.startTime, two.span.endTime, two.span.status) == (40, 60, .error))
    }

    @Test func theProcessDescribesItself() async throws {
        let store = try await SQLiteStore.test(in: directory)
        var recording = Recording(process: 77)
        let description = ProcessDescription(
            executable: "/bin/py", program: "app.py", runtime: "cpython 3.11", host: "h", service: "s")
        try await store.apply([recording.batch(.description(description), .start(1, at: 1))])
        #expect(
            try await spans(store).first?.span.process
                == RecordedProcess(
                    processID: 77, program: "app.py", executable: "/bin/py", runtime: "cpython 3.11", host: "h",
                    service: "s"))
    }

    @Test func whatRunsWhenTheProcessEndsWasInterrupted() async throws {
        let store = try await SQLiteStore.test(in: directory)
        var recording = Recording()
        try await store.apply([
            recording.batch(
                .start(1, at: 10), .start(2, parent: 1, at: 20), .payload(2, 1, "answer", "Once upon", at: 33),
                .start(3, parent: 1, at: 40), .end(3, at: 50))
        ])
        var other = Recording(process: 2)
        try await store.apply([other.batch(.start(1, trace: 2, at: 5))])
        try await store.apply([recording.batch(state: .finished, endsProcess: true)])
        let found = try await spans(store)
        #expect(found.map(\.span.status) == [.interrupted, .interrupted, .ok])
        // At the last time at which the process was seen.
        #expect(found.map(\.span.endTime) == [50, 50, 50])
        #expect(found[1].span.meaning?.output.first?.text == "Once upon")
        // The same id in another process is another span.
        #expect(try await spans(store, .number(2)).map(\.span.status) == [.running])
        let summary = try await store.traces(TraceQuery(status: .interrupted)).elements
        #expect(summary.map(\.id) == [.number(1)])
    }

    @Test func anEndThatComesAfterAllWins() async throws {
        let store = try await SQLiteStore.test(in: directory)
        var recording = Recording()
        try await store.apply([recording.batch(.start(1, at: 10), endsProcess: true)])
        #expect(try await spans(store).map(\.span.status) == [.interrupted])
        try await store.apply([recording.batch(.payload(1, 1, "answer", "late"), .end(1, at: 99))])
        let span = try #require(try await spans(store).first?.span)
        #expect((span.status, span.endTime) == (.ok, 99))
        #expect(span.meaning?.output.first?.text == "late")
        let page = try await store.traces(TraceQuery())
        #expect(page.elements.map(\.status) == [.ok])
    }

    @Test func ofTwoEndsTheFirstCounts() async throws {
        let store = try await SQLiteStore.test(in: directory)
        var recording = Recording()
        try await store.apply([recording.batch(.start(1, at: 10), .end(1, at: 20, .error), .end(1, at: 30))])
        try await store.apply([recording.batch(.end(1, at: 40))])
        let span = try #require(try await spans(store).first?.span)
        #expect((span.status, span.endTime) == (.error, 20))
        #expect(try await store.statistics().spans == 1)
    }

    @Test func aPayloadAfterTheEndIsKeptAndInterpreted() async throws {
        let store = try await SQLiteStore.test(in: directory)
        var recording = Recording()
        try await store.apply([recording.batch(.start(1, at: 10), .payload(1, 1, "prompt", "Hi"), .end(1, at: 20))])
        try await store.apply([recording.batch(.payload(1, 2, "answer", "Ho"))])
        let span = try #require(try await spans(store).first)
        #expect(span.payloads.map(\.key) == ["prompt", "answer"])
        #expect(span.span.meaning?.output.first?.text == "Ho")
        #expect(try await store.traces(TraceQuery()).elements.first?.outputPreview == "Ho")
    }

    @Test func whatIsSeenOfASpanWithoutAStartIsShown() async throws {
        let store = try await SQLiteStore.test(in: directory)
        var recording = Recording()
        try await store.apply([recording.batch(.payload(5, 1, "prompt", "Who?", at: 40), .end(5, at: 60))])
        let own = TraceID(high: 0, low: 5)
        let span = try #require(try await spans(store, own).first)
        #expect((span.span.status, span.span.startTime, span.span.endTime) == (.ok, 40, 60))
        #expect(span.span.meaning?.input.first?.text == "Who?")
        #expect(try await store.statistics().traces == 1)

        // Its start comes after all: it moves to where it belongs, with everything.
        try await store.apply([recording.batch(.start(5, trace: 1, parent: 4, at: 30, name: "found"))])
        #expect(try await store.trace(own, limits: TraceLimits()) == nil)
        let moved = try #require(try await spans(store).first)
        #expect(moved.span.name == "found")
        #expect(moved.span.parentID == SpanID(4))
        #expect((moved.span.startTime, moved.span.endTime, moved.span.status) == (30, 60, .ok))
        #expect(moved.payloads.count == 1)
        #expect(try await store.statistics().traces == 1)
        #expect(try await store.statistics().spans == 1)
        let summary = try #require(try await store.traces(TraceQuery()).elements.first)
        #expect((summary.id, summary.title, summary.inputPreview) == (.number(1), "found!", "Who?"))
    }

    @Test func aMovedSpanTakesItsModelAlong() async throws {
        let store = try await SQLiteStore.test(in: directory)
        var recording = Recording()
        try await store.apply([recording.batch(.payload(5, 1, "model", "m"), .payload(5, 2, "tokens", "3"), .end(5, at: 60))])
        try await store.apply([recording.batch(.start(5, trace: 1, at: 1))])
        let page = try await store.traces(TraceQuery(model: "m"))
        #expect(page.elements.map(\.id) == [.number(1)])
        #expect(page.elements.first?.usage.input == 3)
        let spans = try await store.spans(SpanQuery(model: "m"))
        #expect(spans.elements.map(\.span.startTime) == [1])
    }

    @Test func fragmentsMakeAPayload() async throws {
        let store = try await SQLiteStore.test(in: directory)
        var recording = Recording()
        func fragment(_ number: UInt64, _ offset: UInt64, _ text: String, of total: UInt64, isCut: Bool = false) -> Change {
            .payload(
                .init(
                    span: SpanID(1)!, number: number, key: "prompt", mediaType: .json, time: 3, isCut: isCut,
                    totalLength: total, offset: offset, bytes: Array(text.utf8)))
        }
        try await store.apply([recording.batch(.start(1, at: 1), fragment(2, 3, "def", of: 6), fragment(1, 0, "ab", of: 9))])
        try await store.apply([recording.batch(fragment(2, 0, "abc", of: 6), fragment(3, 2, "late", of: 6, isCut: true))])
        try await store.apply([recording.batch(fragment(4, 0, "", of: 0, isCut: true))])
        let payloads = try await spans(store)[0].payloads
        #expect(payloads.map { String(decoding: $0.bytes, as: UTF8.self) } == ["ab", "abcdef", "", ""])
        #expect(payloads.map(\.isComplete) == [false, true, false, true])
        #expect(payloads.map(\.isCut) == [false, false, true, true])
        #expect(payloads.map(\.mediaType) == [.json, .json, .json, .json])
    }

    @Test func aRunningSpanShowsWhatHasCome() async throws {
        let store = try await SQLiteStore.test(in: directory)
        var recording = Recording()
        try await store.apply([recording.batch(.start(1, at: 1), .payload(1, 1, "prompt", "Hi"))])
        for number in 2..<5 {
            try await store.apply([recording.batch(.payload(1, UInt64(number), "answer", "\(number)"))])
        }
        #expect(try await spans(store)[0].span.meaning?.output.map(\.text) == ["2", "3", "4"])
        // The list has the prompt from the moment it came.
        let summary = try #require(try await store.traces(TraceQuery()).elements.first)
        #expect((summary.title, summary.inputPreview, summary.duration) == ("call!", "Hi", nil))
    }

    @Test(arguments: [Int64.min, -1, 0, Int64.max])
    func noTimeIsTooStrange(time: Int64) async throws {
        let store = try await SQLiteStore.test(in: directory)
        var recording = Recording()
        try await store.apply([
            recording.batch(.start(1, at: time), .payload(1, 1, "tokens", "\(Int.max)", at: time), .end(1, at: Int64.max)),
            recording.batch(.start(2, at: Int64.max), .payload(2, 2, "tokens", "\(Int.max)"), .end(2, at: time)),
            recording.batch(.start(3, at: time), endsProcess: true),
        ])
        #expect(try await store.traces(TraceQuery()).elements.count == 1)
        #expect(try await spans(store).count == 3)
        #expect(try await store.spans(SpanQuery()).elements.allSatisfy { ($0.span.duration ?? 0) >= 0 })
    }
}
