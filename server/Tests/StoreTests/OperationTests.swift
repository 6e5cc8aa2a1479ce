import Model
import SQLite
import Store
import TestSupport
import Testing

/// Of which operations a trace's spans are, whatever becomes of them.
@Suite struct OperationTests {
    let directory = TemporaryDirectory()

    private func traces(_ operation: Meaning.Operation, _ store: SQLiteStore) async throws -> [TraceID] {
        try await store.traces(TraceQuery(filter: ListFilter(operation: operation))).elements.map(\.id)
    }

    private func received(
        _ id: UInt64, trace: UInt64, at start: Int64 = 1, _ operation: Meaning.Operation, isRunning: Bool = false
    ) -> ReceivedSpan {
        ReceivedSpan(
            span: Span(
                id: SpanID(id)!, traceID: .number(trace), name: "n", startTime: start, endTime: isRunning ? nil : start + 1,
                status: isRunning ? .running : .ok),
            source: SpanSource(resource: "{}"),
            payloads: [Payload(key: "operation", mediaType: .text, time: 1, bytes: Array(operation.rawValue.utf8))])
    }

    @Test func aSpanThatIsSentAgainAsAnotherOne() async throws {
        let store = try await SQLiteStore.test(in: directory)
        try await store.receive([received(1, trace: 1, .tool, isRunning: true), received(2, trace: 1, .chat)])
        #expect(try await traces(.tool, store) == [.number(1)])
        try await store.receive([received(1, trace: 1, .agent)])
        #expect(try await traces(.tool, store) == [])
        #expect(try await traces(.agent, store) == [.number(1)])
        #expect(try await traces(.chat, store) == [.number(1)])
        #expect(try await traces(.span, store) == [])
    }

    /// A call that is not known yet when it is first seen.
    @Test func aRecordedCallBecomesAnOperation() async throws {
        let store = try await SQLiteStore.test(in: directory)
        var recording = Recording()
        try await store.apply([recording.batch(.start(1, trace: 1, at: 10), .start(2, trace: 1, at: 11))])
        #expect(try await traces(.span, store) == [.number(1)])
        try await store.apply([recording.batch(.payload(1, 1, "operation", "chat"), .end(1, at: 30))])
        #expect(try await traces(.chat, store) == [.number(1)])
        #expect(try await traces(.span, store) == [.number(1)])
        try await store.apply([recording.batch(.payload(2, 1, "operation", "chat"), .end(2, at: 40))])
        #expect(try await traces(.span, store) == [])
    }

    @Test func anInterpretationThatKnowsBetter() async throws {
        do {
            let store = try await SQLiteStore.test(in: directory)
            try await store.receive([received(1, trace: 1, .tool), received(2, trace: 2, .chat)])
            #expect(try await traces(.tool, store) == [.number(1)])
        }
        let later = Interpreter(version: 2) { span, _ in Meaning(title: span.name, operation: .retrieval) }
        let store = try await SQLiteStore.test(in: directory, interpreter: later)
        while try await store.maintain() {}
        #expect(try await traces(.tool, store) == [])
        #expect(try await traces(.retrieval, store).count == 2)
    }

    /// Many sets of operations: those that have one are found in the order of time, page by page.
    @Test func tracesOfManySets() async throws {
        let store = try await SQLiteStore.test(in: directory)
        var random = SplitMix(state: 11)
        var known: [UInt64: (start: Int64, operations: Set<Meaning.Operation>)] = [:]
        var spans: [ReceivedSpan] = []
        for trace in 1...UInt64(300) {
            let operations = Set(Meaning.Operation.allCases.filter { _ in Int.random(in: 0..<4, using: &random) == 0 }).union([.span])
            let start = Int64.random(in: 0...50, using: &random)
            known[trace] = (start, operations)
            for (place, operation) in operations.enumerated() {
                spans.append(received(trace * 100 + UInt64(place), trace: trace, at: start, operation))
            }
        }
        try await store.receive(spans)
        for operation in Meaning.Operation.allCases {
            let found = try await store.allTraces(TraceQuery(limit: 17, filter: ListFilter(operation: operation))).map(\.id)
            let expected = known.filter { $0.value.operations.contains(operation) }
            #expect(found.count == expected.count && Set(found) == Set(expected.keys.map { TraceID.number($0) }), "\(operation)")
            let starts = found.map { known[$0.low]?.start ?? -1 }
            #expect(starts == starts.sorted(by: >), "\(operation)")
        }
    }

    @Test func aStoreOfAnEarlierVersionKnowsThemToo() async throws {
        do {
            let store = try await SQLiteStore.test(in: directory)
            try await store.receive([
                received(1, trace: 1, .tool), received(2, trace: 1, .chat), received(3, trace: 2, .chat, isRunning: true), received(4, trace: 3, .span),
            ])
            _ = try await store.statistics()
        }
        try Self.takeBack(directory.file("martlet.db"))
        let store = try await SQLiteStore.test(in: directory)
        #expect(try await traces(.tool, store) == [.number(1)])
        #expect(Set(try await traces(.chat, store)) == [.number(1), .number(2)])
        #expect(try await traces(.span, store) == [.number(3)])
        try await store.receive([received(3, trace: 2, .agent)])
        #expect(try await traces(.chat, store) == [.number(1)])
    }

    /// Makes a store one of version 19.
    static func takeBack(_ path: String) throws {
        let connection = try Connection(path: path, configuration: .init(access: .readWrite, cacheBytes: 1 << 20))
        try connection.execute(
            """
            DROP TABLE span_chunk; DROP TABLE span_facet; DROP TABLE trace_chunk; DROP TABLE trace_facet;
            \(["span", "trace"].map { table in
                ["duration", "token", "cost"].map { number in
                    """
                    ALTER TABLE \(table) ADD COLUMN \(number)_magnitude INTEGER;
                    CREATE INDEX \(table)_by_\(number == "token" ? "tokens" : number) ON \(table) (\(number)_magnitude, start_time);
                    """
                }.joined()
            }.joined())
            ALTER TABLE trace DROP COLUMN operations; ALTER TABLE trace DROP COLUMN operation_counts;
            ALTER TABLE name DROP COLUMN is_passing; DROP TABLE waiting_log; DELETE FROM counter WHERE name IN ('waiting_logs', 'waiting_log_bytes', 'forgotten_logs');
            PRAGMA user_version = 19
            """)
    }
}
