import Model
import SQLite
import Store
import TestSupport
import Testing

/// Spans that other programs send whole.
@Suite struct ReceivedSpanTests {
    let directory = TemporaryDirectory()

    func span(
        _ id: UInt64, trace: UInt64 = 1, parent: UInt64 = 0, at time: Int64 = 10, end: Int64? = 20, name: String = "call",
        status: SpanStatus = .ok, resource: String = #"{"service.name":"svc"}"#, _ payloads: [(String, String)] = [("model", "m")]
    ) -> ReceivedSpan {
        ReceivedSpan(
            span: Span(
                id: SpanID(id)!, traceID: .number(trace), parentID: SpanID(parent), name: name, scope: "lib", kind: .client,
                startTime: time, endTime: end, status: status),
            source: SpanSource(resource: resource, processID: 7, description: ProcessDescription(host: "h", service: "svc")),
            payloads: payloads.map { Payload(key: $0.0, mediaType: .text, time: time, bytes: Array($0.1.utf8)) })
    }

    func trace(_ store: SQLiteStore, _ number: UInt64 = 1) async throws -> RecordedTrace {
        try #require(try await store.trace(.number(number), limits: TraceLimits()))
    }

    @Test func aTraceOfTwoRequests() async throws {
        let store = try await SQLiteStore.test(in: directory)
        try await store.receive([span(2, parent: 1, at: 12, end: 30, [("prompt", "why?"), ("answer", "so"), ("tokens", "5")])])
        try await store.receive([span(1, at: 10, end: 40, name: "root", status: .error)])
        let trace = try await trace(store)
        #expect(trace.summary.title == "root!")
        #expect(trace.summary.status == .error)
        #expect(trace.summary.duration == 30)
        #expect(trace.summary.usage.input == 5)
        #expect(trace.summary.inputPreview == "why?")
        #expect(trace.spans.map(\.span.id.value) == [1, 2])
        #expect(trace.spans[1].span.parentID == SpanID(1))
        #expect(trace.spans[1].payloads.map(\.key) == ["prompt", "answer", "tokens"])
        let process = try #require(trace.spans[0].span.process)
        #expect(process.service == "svc" && process.host == "h" && process.processID == 7)
        #expect(process.resource == #"{"service.name":"svc"}"#)
    }

    /// A program may find out what its trace is to be called when the root has begun long ago.
    @Test(arguments: [[[1, 2, 3]], [[3, 2, 1]], [[1], [2], [3]], [[3], [2], [1]], [[2], [1, 3]], [[2], [3], [1], [2]]])
    func anySpanNamesItsTraceAndTheRootBeforeOthers(order: [[UInt64]]) async throws {
        for (rootName, expected) in [(nil, "lesson"), ("school", "school")] {
            let directory = TemporaryDirectory()
            let spans: [UInt64: ReceivedSpan] = [
                1: span(1, at: 10, end: 90, name: "root", rootName.map { [("trace", $0)] } ?? []),
                2: span(2, parent: 1, at: 20, end: 80, name: "inner", [("trace", "lesson")]),
                3: span(3, parent: 2, at: 30, end: 70, name: "leaf"),
            ]
            for ids in order {
                // Each time anew: who has named it is in the file.
                let store = try await SQLiteStore.test(in: directory)
                try await store.receive(ids.compactMap { spans[$0] })
            }
            let store = try await SQLiteStore.test(in: directory)
            #expect(try await trace(store).summary.title == expected)
            #expect(try await store.traces(TraceQuery(filter: ListFilter(name: expected))).elements.count == 1)
            #expect(try await store.traces(TraceQuery(filter: ListFilter(name: "root!"))).elements.isEmpty)
        }
    }

    @Test func theSameSpanTwiceIsOne() async throws {
        let store = try await SQLiteStore.test(in: directory)
        let first = span(1, [("prompt", "a"), ("model", "m"), ("tokens", "5")])
        try await store.receive([first, first])
        try await store.receive([first])
        let before = try await trace(store)
        #expect(before.spans.count == 1 && before.summary.spanCount == 1)
        #expect(before.spans[0].payloads.count == 3)
        #expect(before.summary.usage.input == 5)
        #expect(try await store.statistics().spans == 1)
        #expect(try await store.statistics().payloads == 3)
        #expect(try await store.spans(SpanQuery(model: "m")).elements.count == 1)
    }

    /// Whoever sends a span as it begins and again as it ends may have the two arrive in any order.
    @Test func aSpanThatHasEndedDoesNotRunAgain() async throws {
        let store = try await SQLiteStore.test(in: directory)
        try await store.receive([span(1, end: nil, status: .running), span(2, end: nil, status: .running)])
        #expect(try await trace(store).summary.status == .running)
        try await store.receive([span(1, end: 30, name: "whole", [("prompt", "a"), ("tokens", "5")]), span(2)])
        try await store.receive([span(1, end: nil, name: "begun", status: .running, [])])
        let trace = try await trace(store)
        #expect(trace.summary.status == .ok && trace.summary.usage.input == 5)
        #expect(trace.spans.map(\.span.endTime) == [30, 20])
        #expect(trace.spans[0].span.name == "whole" && trace.spans[0].payloads.count == 2)
        #expect(try await store.series(SeriesQuery()).points.first?.spans == 2)
    }

    /// An agent says what its calls took, and a call is seen by two recorders: in whatever order and pieces they arrive.
    @Test(arguments: [[[1, 2, 3, 4, 5]], [[5, 4, 3, 2, 1]], [[1], [2], [3], [4], [5]], [[5], [4], [3], [2], [1]], [[3, 5], [1, 4], [2]], [[3, 4, 5], [1], [2]], [[4], [3, 1], [5], [2]], [[4, 2], [4, 2], [1, 5, 3], [1, 5, 3]]])
    func tokensOfWhichSeveralSpansTellCountOnce(order: [[UInt64]]) async throws {
        for isSettled in [false, true] { try await count(order, isSettled: isSettled) }
    }

    func count(_ order: [[UInt64]], isSettled: Bool) async throws {
        let directory = TemporaryDirectory()
        let store = try await SQLiteStore.test(in: directory)
        let spans = [
            span(1, at: 10, end: 90, name: "agent", [("operation", "invoke_agent"), ("tokens", "12"), ("cost", "3")]),
            span(2, parent: 1, at: 20, end: 80, name: "step", [("operation", "chain")]),
            span(3, parent: 2, at: 30, end: 40, name: "outer", [("operation", "chat"), ("tokens", "5"), ("cost", "1")]),
            span(4, parent: 3, at: 31, end: 39, name: "inner", [("operation", "chat"), ("tokens", "5"), ("cost", "1")]),
            // Made while the answer to the other one came in.
            span(5, parent: 3, at: 35, end: 60, name: "other", [("operation", "chat"), ("tokens", "7"), ("cost", "2")]),
        ]
        for ids in order {
            try await store.receive(ids.map { spans[Int($0) - 1] })
            // Else they come into the tables together.
            if isSettled { try await store.settle() }
        }
        func check() async throws {
            let summary = try await trace(store).summary
            #expect(summary.usage.input == 12 && summary.cost == 3)
            let sums = try #require(try await store.series(SeriesQuery()).points.first)
            #expect(sums.spans == 5 && sums.usage.input == 12 && sums.cost == 3)
        }
        try await check()
        try await store.beginReinterpretation()
        while try await store.maintain() {}
        try await check()
    }

    /// Nobody may ever say that it has ended.
    @Test func aSpanThatRunsIsFoundByItsWords() async throws {
        let store = try await SQLiteStore.test(in: directory)
        func found(_ text: String) async throws -> Int {
            try await store.spans(SpanQuery(filter: ListFilter(text: text))).elements.count
        }
        try await store.receive([span(1, end: nil, status: .running, [("prompt", "alpha beta")])])
        #expect(try await found("alpha") == 1)
        try await store.receive([span(1, [("prompt", "alpha gamma")])])
        #expect(try await found("beta") == 0)
        #expect(try await found("gamma") == 1)
        #expect(try await store.removeTrace(.number(1)))
        #expect(try await found("gamma") == 0)
    }

    @Test(arguments: [[1, 2], [2, 1]] as [[UInt64]])
    func aCallThatBeganBehindTheEndOfItsAgentCountsOnce(order: [UInt64]) async throws {
        let store = try await SQLiteStore.test(in: directory)
        let agent = span(1, at: 10, end: 20, [("operation", "invoke_agent"), ("tokens", "5")])
        let call = span(2, parent: 1, at: 500_000_000, end: 600_000_000, [("operation", "chat"), ("tokens", "5")])
        for id in order {
            try await store.receive([id == 1 ? agent : call])
            try await store.settle()
        }
        #expect(try await trace(store).summary.usage.input == 5)
    }

    @Test func anAgentWhoseCallsAreNotKnownCounts() async throws {
        let store = try await SQLiteStore.test(in: directory)
        try await store.receive([
            span(1, end: 90, [("operation", "invoke_agent"), ("tokens", "12")]), span(2, parent: 1, at: 20, end: 30),
            span(3, at: 20, end: 30, [("operation", "chat"), ("tokens", "5")]),
        ])
        #expect(try await trace(store).summary.usage.input == 17)
    }

    /// What is not said below it is not lost.
    @Test(arguments: [[1, 2], [2, 1]] as [[UInt64]], [("embeddings", "8"), ("chat", "0")])
    func anAgentOfWhichLittleIsTracedCounts(order: [UInt64], call: (operation: String, tokens: String)) async throws {
        let store = try await SQLiteStore.test(in: directory)
        let agent = span(1, at: 10, end: 90, [("operation", "invoke_agent"), ("tokens", "50000")])
        let call = span(2, parent: 1, at: 20, end: 30, [("operation", call.operation), ("tokens", call.tokens)])
        for id in order {
            try await store.receive([id == 1 ? agent : call])
            try await store.settle()
        }
        #expect(try await trace(store).summary.usage.input ?? 0 >= 50_000)
    }

    /// One call has a cost and the other has none, and an agent says what it cost.
    @Test(arguments: [[1, 2, 3], [2, 3, 1], [3, 2, 1], [1, 3, 2], [2, 1, 3]] as [[UInt64]])
    func costsOfWhichSeveralSpansTellCountOnce(order: [UInt64]) async throws {
        let store = try await SQLiteStore.test(in: directory)
        let spans = [
            span(1, at: 10, end: 90, [("operation", "invoke_agent"), ("tokens", "12"), ("cost", "3")]),
            span(2, parent: 1, at: 20, end: 30, [("operation", "chat"), ("tokens", "5")]),
            span(3, parent: 1, at: 40, end: 50, [("operation", "chat"), ("tokens", "7"), ("cost", "2")]),
        ]
        for id in order {
            try await store.receive([spans[Int(id) - 1]])
            try await store.settle()
        }
        #expect(try await trace(store).summary.usage.input == 12)
        #expect(try await trace(store).summary.cost == 2)
        #expect(try await store.series(SeriesQuery()).points.first?.cost == 2)
    }

    /// A call gets a price: what the agent above it said of its cost is in that.
    @Test func aNewPriceIsNotAddedToWhatAnAgentSays() async throws {
        let store = try await SQLiteStore.test(in: directory)
        try await store.receive([
            span(1, at: 10, end: 90, [("operation", "invoke_agent"), ("tokens", "1000000"), ("cost", "3")]),
            span(2, parent: 1, at: 20, end: 30, [("operation", "chat"), ("tokens", "1000000"), ("model", "ours")]),
        ])
        #expect(try await trace(store).summary.cost == 3)
        try await store.keep([Price(pattern: "ours", input: 2, output: 1)])
        while try await store.maintain() {}
        #expect(try await trace(store).summary.cost == 2)
        #expect(try await store.series(SeriesQuery()).points.first?.cost == 2)
    }

    @Test func theNewestWins() async throws {
        let store = try await SQLiteStore.test(in: directory)
        try await store.receive([span(1, end: nil, name: "old", status: .running, [("prompt", "a"), ("model", "m1"), ("tokens", "5")])])
        #expect(try await trace(store).summary.status == .running)
        try await store.receive([span(1, at: 11, end: 50, name: "new", status: .error, [("prompt", "b"), ("model", "m2"), ("tokens", "3")])])
        let trace = try await trace(store)
        #expect(trace.summary.title == "new!")
        #expect(trace.summary.status == .error)
        #expect(trace.summary.models == ["m2"])
        #expect(trace.summary.usage.input == 3)
        #expect(trace.summary.inputPreview == "b")
        #expect(trace.spans.map(\.span.endTime) == [50])
        #expect(try await store.spans(SpanQuery(model: "m1")).elements.isEmpty)
        #expect(try await store.statistics().payloads == 3)
    }

    @Test func theSameIDInTwoTracesIsTwoSpans() async throws {
        let store = try await SQLiteStore.test(in: directory)
        try await store.receive([span(1, trace: 1), span(1, trace: 2)])
        #expect(try await trace(store, 1).spans.count == 1)
        #expect(try await trace(store, 2).spans.count == 1)
        #expect(try await store.statistics().spans == 2)
    }

    @Test func sourcesAreKeptApart() async throws {
        let store = try await SQLiteStore.test(in: directory)
        try await store.receive([span(1, resource: #"{"a":1}"#), span(2, resource: #"{"a":2}"#), span(3, resource: #"{"a":1}"#)])
        try await store.receive([span(4, resource: #"{"a":2}"#)])
        #expect(try await store.statistics().processes == 2)
        #expect(Set(try await trace(store).spans.map(\.span.process?.resource)) == [#"{"a":1}"#, #"{"a":2}"#])
    }

    @Test func recordedAndReceivedSpansShareATrace() async throws {
        let store = try await SQLiteStore.test(in: directory)
        var recording = Recording()
        try await store.apply([recording.batch(.start(1, at: 10), .payload(1, 1, "model", "m"), .end(1, at: 20))])
        try await store.receive([span(2, parent: 1, at: 12)])
        try await store.receive([span(1, at: 12)])
        #expect(try await trace(store).spans.count == 3)
    }

    @Test func aMeaningIsWorkedOutAgain() async throws {
        var store = try await SQLiteStore.test(in: directory)
        try await store.receive([span(1)])
        // Else the first store may do it later, as it understands it.
        try await store.settle()
        store = try await SQLiteStore.test(in: directory, interpreter: .test(version: 2, title: "new "))
        while try await store.maintain() {}
        #expect(try await trace(store).summary.title == "new call!")
    }

    /// The rows that the payloads of each span take.
    func payloadRows() throws -> [Int: Int] {
        let connection = try Connection(path: directory.file("martlet.db"), configuration: .init(access: .readOnly, cacheBytes: 1 << 20))
        let rows = try connection.statement("SELECT span_id, (SELECT count(*) FROM payload WHERE payload.id >> 24 = span.id) FROM span")
            .all { ($0.int(0), $0.int(1)) }
        return Dictionary(uniqueKeysWithValues: rows)
    }

    @Test func fewBytesLieInOneRow() async throws {
        var store = try await SQLiteStore.test(in: directory)
        let few = [("prompt", "why"), ("answer", ""), ("model", "m\0\u{E9}")]
        let many = [("prompt", String(repeating: "long ", count: 20_000)), ("answer", "so")]
        func expect(_ spans: [ReceivedSpan], rows: [Int: Int]) async throws {
            try await store.receive(spans)
            try await store.settle()
            for (found, sent) in zip(try await trace(store).spans, spans) {
                #expect(found.payloads == sent.payloads)
            }
            #expect(try payloadRows() == rows)
            #expect(try await store.statistics().payloads == spans.reduce(0) { $0 + $1.payloads.count })
            let found = try await store.spans(SpanQuery(filter: ListFilter(text: "long"))).elements
            #expect(found.map(\.span.id) == spans.filter { $0.payloads.contains { $0.bytes.count > 1_000 } }.map(\.span.id))
        }
        try await expect([span(1, at: 1, few), span(2, at: 2, many), span(3, at: 3), span(4, at: 4, [])], rows: [1: 1, 2: 2, 3: 1, 4: 0])
        // In place of those that were there.
        try await expect([span(1, at: 1, many), span(2, at: 2, few), span(3, at: 3, few), span(4, at: 4)], rows: [1: 2, 2: 1, 3: 1, 4: 1])
        store = try await SQLiteStore.test(in: directory, interpreter: .test(version: 2, title: "new ", suffix: " fresh"))
        while try await store.maintain() {}
        #expect(try await trace(store).summary.title == "new call!")
        #expect(try await store.spans(SpanQuery(filter: ListFilter(text: "fresh"))).elements.count == 3)
    }

    @Test func rowsOfEarlierVersionsAreRead() async throws {
        let store = try await SQLiteStore.test(in: directory)
        let sent = span(1, [("prompt", "why"), ("answer", "so")])
        try await store.receive([sent])
        try await store.settle()
        let connection = try Connection(path: directory.file("martlet.db"), configuration: .init(access: .readWrite, cacheBytes: 1 << 20))
        try connection.execute("DELETE FROM payload; INSERT OR IGNORE INTO name (text) VALUES ('prompt'), ('answer')")
        for (number, payload) in sent.payloads.enumerated() {
            try connection.statement(
                """
                INSERT INTO payload (id, number, key, media_type, is_cut, time, total_length, fragment_offset, bytes) \
                SELECT (SELECT max(id) FROM span) << 24 | ?, ?, id, 1, 0, 10, ?, 0, ? FROM name WHERE text = ?
                """
            ).run(number, number + 1, payload.bytes.count, payload.bytes, payload.key)
        }
        #expect(try await trace(store).spans[0].payloads == sent.payloads)
        // It is taken out of the index by what these rows say.
        try await store.receive([span(1, [("prompt", "how"), ("answer", "thus")])])
        #expect(try await store.spans(SpanQuery(filter: ListFilter(text: "why"))).elements.isEmpty)
        #expect(try await store.spans(SpanQuery(filter: ListFilter(text: "how thus"))).elements.count == 1)
        try await store.settle()
        #expect(try payloadRows() == [1: 1])
    }

    @Test func manySpansOfOneTraceAreFoundQuickly() async throws {
        let store = try await SQLiteStore.test(in: directory)
        let spans = (1...UInt64(20_000)).map { span($0, at: Int64($0), end: Int64($0 + 1)) }
        try await store.receive(spans)
        try await store.settle()
        let first = await store.takeWork()
        for start in stride(from: 0, to: 20_000, by: 500) { try await store.receive(Array(spans[start..<start + 500])) }
        try await store.settle()
        let second = await store.takeWork()
        #expect(try await store.statistics().spans == 20_000)
        // Counted, as other tests keep the machine busy. Without an index it is some hundred times more.
        #expect(first > 20_000)
        #expect(second < first * 3)
    }

    @Test func scores() async throws {
        let store = try await SQLiteStore.test(in: directory)
        let score = Score(
            id: "a", name: "quality", value: .number(0.1), trace: .number(1), span: SpanID(3), session: "s", comment: "good",
            environment: "prod", metadata: #"{"k":1}"#, time: 5)
        let others: [Score] = [
            Score(id: "b", name: "ok", value: .bool(true), trace: .number(1), time: 1),
            Score(id: "c", name: "kind", value: .category("fun"), trace: .number(1), time: 9),
            Score(id: "d", name: "why", value: .text("so"), session: "s", time: 2),
        ]
        try await store.keep([score] + others)
        var changed = score
        changed.value = .number(1.0 / 3)
        try await store.keep([changed])
        #expect(try await store.scores(of: .number(1)) == [others[0], changed, others[1]])
        #expect(try await store.scores(of: .number(2)).isEmpty)
    }
}
