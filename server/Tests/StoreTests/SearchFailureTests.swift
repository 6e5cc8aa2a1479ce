import Glibc
import Model
import SQLite
import Store
import Synchronization
import TestSupport
import Testing

/// While the index of words cannot be written, the database goes on, somebody is told, and a search says what it is worth.
@Suite struct SearchFailureTests {
    let directory = TemporaryDirectory()
    var path: String { directory.file("martlet.db") }

    /// What a store has told.
    final class Events: Sendable {
        private let told = Mutex<[StoreEvent]>([])

        func add(_ event: StoreEvent) { told.withLock { $0.append(event) } }
        var names: [String] { told.withLock { $0.map { String("\($0)".prefix { $0 != "(" }) } } }
        var reasons: String { told.withLock { "\($0)" } }
    }

    func span(_ trace: UInt64, words: String) -> ReceivedSpan {
        ReceivedSpan(
            span: Span(
                id: SpanID(1)!, traceID: .number(trace), parentID: nil, name: "n", startTime: Int64(trace), endTime: Int64(trace) + 1,
                status: .ok),
            source: SpanSource(resource: "{}"),
            payloads: [Payload(key: "prompt", mediaType: .text, time: 1, bytes: Array(words.utf8))])
    }

    func open(_ events: Events, isGuest: Bool = false) async throws -> SQLiteStore {
        try await SQLiteStore(path: path, interpreter: .test(), isGuest: isGuest) { events.add($0) }
    }

    /// Which traces have a span with a word, and whether these are all.
    func found(_ word: String, in store: SQLiteStore) async throws -> (traces: [UInt64], isComplete: Bool) {
        let spans = try await store.spans(SpanQuery(filter: ListFilter(text: word)))
        let traces = try await store.traces(TraceQuery(filter: ListFilter(text: word)))
        #expect(spans.isComplete == traces.isComplete)
        return (spans.elements.map(\.span.traceID.low).sorted(), spans.isComplete)
    }

    /// Runs statements on the index, beside the store.
    func change(_ sql: String) throws {
        let index = try Connection(path: path + "-search", configuration: .init(access: .readWrite, cacheBytes: 1 << 20))
        try index.execute(sql)
    }

    /// Asks until the answer is complete again: after a failure, nothing is tried for a second.
    func waitUntilComplete(_ store: SQLiteStore) async throws {
        for _ in 0..<600 {
            while try await store.maintain() {}
            // One question alone: it may become complete between two.
            if try await store.spans(SpanQuery(filter: ListFilter(text: "common"))).isComplete { return }
            try await Task.sleep(for: .milliseconds(100))
        }
        Issue.record("the index was not written again")
    }

    @Test func itIsToldOnceAndSearchesSaySo() async throws {
        let events = Events()
        let store = try await open(events)
        try await store.receive([span(1, words: "early common")])
        #expect(try await found("common", in: store) == ([1], true))
        #expect(try await store.spans(SpanQuery()).isComplete)
        #expect(events.names.isEmpty)

        try change("ALTER TABLE state RENAME TO elsewhere")
        for trace in 2...9 as ClosedRange<UInt64> {
            try await store.receive([span(trace, words: "common")])
            try await store.settle()
            // What the index has is found.
            #expect(try await found("common", in: store) == ([1], false))
            #expect(try await store.spans(SpanQuery()).isComplete)
        }
        #expect(events.names == ["indexFails"])
        #expect(events.reasons.contains("no such table: state"))
        var statistics = try await store.statistics()
        #expect(statistics.spans == 9)
        #expect(statistics.indexFails)
        #expect(statistics.pendingIndexChanges == 8)

        try change("ALTER TABLE elsewhere RENAME TO state")
        try await waitUntilComplete(store)
        #expect(try await found("common", in: store) == (Array(1...9), true))
        #expect(events.names == ["indexFails", "indexWorks"])
        statistics = try await store.statistics()
        #expect(!statistics.indexFails)
        #expect(statistics.pendingIndexChanges == 0)
    }

    /// What was acknowledged waits beside the tables, which cannot be written.
    @Test func aSearchKnowsOfWhatIsNotInTheTables() async throws {
        let events = Events()
        let store = try await open(events)
        try await store.receive([span(1, words: "common")])
        #expect(try await found("common", in: store) == ([1], true))
        let beside = try Connection(path: path, configuration: .init(access: .readWrite, cacheBytes: 1 << 20))
        try beside.execute("CREATE TRIGGER refusal BEFORE INSERT ON span BEGIN SELECT RAISE(ABORT, 'no'); END")
        try await store.receive([span(2, words: "common")])
        let log = Payload(key: "log", mediaType: .json, time: 1, bytes: Array("{}".utf8))
        try await store.receive([3, 4].map { ReceivedLog(traceID: .number($0), spanID: SpanID(1)!, arrival: .max, payload: log) })
        #expect(try await found("common", in: store) == ([1], false))
        // So do lists without words.
        for _ in 0..<3 {
            let (spans, traces) = (try await store.spans(SpanQuery()), try await store.traces(TraceQuery()))
            #expect(spans.elements.count == 1 && !spans.isComplete)
            #expect(traces.elements.count == 1 && !traces.isComplete)
        }
        // And all else that is shown.
        func areComplete() async throws -> [Bool?] {
            [
                try await store.trace(.number(1), limits: TraceLimits())?.isComplete, try await store.series(SeriesQuery()).isComplete,
                try await store.statistics().isComplete,
            ]
        }
        #expect(try await areComplete() == [false, false, false])
        var statistics = try await store.statistics()
        #expect(statistics.waitingSpans == 1 && statistics.unstoredLogs == 2 && statistics.tablesFail)
        #expect(events.names == ["tablesFail"])
        #expect(events.reasons.contains("no"))
        try beside.execute("DROP TRIGGER refusal")
        #expect(try await found("common", in: store) == ([1, 2], true))
        #expect(try await store.traces(TraceQuery()).isComplete)
        #expect(try await areComplete() == [true, true, true])
        statistics = try await store.statistics()
        #expect(statistics.waitingSpans == 0 && statistics.unstoredLogs == 0 && !statistics.tablesFail)
        #expect(events.names == ["tablesFail", "tablesWork"])
    }

    /// Words of removed spans stay in the file: that is another fault, and told as one.
    @Test func clearingThatFailsIsToldOnce() async throws {
        let events = Events()
        let store = try await open(events)
        for trace in 1...4 as ClosedRange<UInt64> { try await store.receive([span(trace, words: "common word\(trace)")]) }
        #expect(try await found("common", in: store).traces.count == 4)
        try change(
            "CREATE TRIGGER refusal BEFORE UPDATE ON state WHEN new.name = 'clearing' AND new.value <> 1 BEGIN SELECT RAISE(ABORT, 'no'); END")
        #expect(try await store.removeTrace(.number(2)))
        for _ in 0..<5 { #expect(try await store.maintain() == false) }
        #expect(events.names == ["clearingFails"])
        #expect(try await store.statistics().indexFails)
        // What can be found is not the worse for it.
        #expect(try await found("common", in: store) == ([1, 3, 4], true))
        try change("DROP TRIGGER refusal")
        while try await store.maintain() {}
        #expect(events.names == ["clearingFails", "clearingWorks"])
        #expect(try await store.statistics().indexFails == false)
    }

    /// Damage in rows that only a question reads.
    @Test func damageThatAQuestionFindsIsHealed() async throws {
        let events = Events()
        let store = try await open(events)
        for trace in 1...3 as ClosedRange<UInt64> { try await store.receive([span(trace, words: "common word\(trace)")]) }
        #expect(try await found("common", in: store).traces.count == 3)
        try change("UPDATE search_data SET block = x'00' WHERE id > 10")
        await #expect(throws: StoreError.self) { try await found("common", in: store) }
        #expect(events.names == ["indexFails"])
        try await waitUntilComplete(store)
        #expect(try await found("common", in: store) == ([1, 2, 3], true))
        #expect(events.names == ["indexFails", "indexWorks"])
    }

    /// The file itself is damaged, and cannot be emptied: that is told, and nothing is tried again and again.
    @Test func aFileThatIsLostIsLeftAlone() async throws {
        let events = Events()
        do {
            let store = try await open(events)
            for trace in 1...3 as ClosedRange<UInt64> { try await store.receive([span(trace, words: "common word\(trace)")]) }
            #expect(try await found("common", in: store).traces.count == 3)
            try change("PRAGMA wal_checkpoint(TRUNCATE)")
            let bytes = FileBytes.read(path + "-search")
            FileBytes.write(Array(bytes.prefix(16_384)) + Array(repeating: 0xEE, count: bytes.count - 16_384), to: path + "-search")
            try await store.receive([span(4, words: "common")])
            await #expect(throws: StoreError.self) { try await found("common", in: store) }
            while try await store.maintain() {}
            #expect(events.names == ["indexFails", "indexIsLost"])
            let statistics = try await store.statistics()
            #expect(statistics.spans == 4 && statistics.indexFails)
            for _ in 0..<3 {
                await #expect(throws: StoreError.self) { try await found("common", in: store) }
                #expect(try await store.maintain() == false)
            }
            #expect(try await store.statistics() == statistics)
            #expect(events.names == ["indexFails", "indexIsLost"])
        }
        let store = try await open(events)
        while try await store.maintain() {}
        #expect(try await found("common", in: store) == ([1, 2, 3, 4], true))
    }

    /// While spans are interpreted anew, their words come into the index one after the other.
    @Test func aSearchIsNotCompleteWhileTheIndexIsMadeAnew() async throws {
        let store = try await open(Events())
        for trace in 1...3 as ClosedRange<UInt64> { try await store.receive([span(trace, words: "common")]) }
        #expect(try await found("common", in: store) == ([1, 2, 3], true))
        try await store.beginReinterpretation()
        #expect(try await found("common", in: store).isComplete == false)
        while try await store.maintain() {}
        #expect(try await found("common", in: store) == ([1, 2, 3], true))
    }

    /// Another process has changed the database, and has ended before the index had it.
    @Test func whatAnotherProcessLeavesIsFound() async throws {
        let store = try await open(Events())
        try await store.receive([span(1, words: "common")])
        #expect(try await found("common", in: store) == ([1], true))
        do {
            let guest = try await open(Events(), isGuest: true)
            try change("ALTER TABLE state RENAME TO elsewhere")
            try await guest.receive([span(2, words: "common theirs")])
        }
        try change("ALTER TABLE elsewhere RENAME TO state")
        #expect(try await found("common", in: store) == ([1, 2], true))
    }

    /// It takes its time where there is much.
    @Test func anUpgradeIsTold() async throws {
        try Fixtures.write(version: 2, to: path)
        for expected in [["upgradeBegins", "upgradeEnds"], []] {
            let events = Events()
            try await open(events).finish()
            #expect(events.names == expected)
            #expect(expected.isEmpty || events.reasons.contains("from: 2"))
        }
    }

    enum Obstacle: CaseIterable { case aDirectory, aLink, aDirectoryForItsLog }

    /// Whoever's it is: the spans are not the worse for it.
    @Test(arguments: Obstacle.allCases) func aServerStartsWithoutItsIndex(_ obstacle: Obstacle) async throws {
        let index = path + "-search"
        do {
            let store = try await open(Events())
            for trace in 1...3 as ClosedRange<UInt64> { try await store.receive([span(trace, words: "common")]) }
            try await store.finish()
        }
        let place = obstacle == .aDirectoryForItsLog ? index + "-wal" : index
        if obstacle == .aDirectoryForItsLog { unlink(place) } else { rename(index, path + "-kept") }
        if obstacle == .aLink { symlink(path + "-kept", place) } else { mkdir(place, 0o700) }
        do {
            let events = Events()
            let store = try await open(events)
            #expect(events.names == ["indexIsMissing"])
            #expect(obstacle == .aDirectoryForItsLog || events.reasons.contains(place))
            try await store.receive([span(4, words: "common")])
            #expect(try await store.spans(SpanQuery()).elements.count == 4)
            #expect(try await store.spans(SpanQuery()).isComplete)
            #expect(try await found("common", in: store) == ([], false))
            #expect(try await store.removeTrace(.number(2)))
            while try await store.maintain() {}
            #expect(try await store.retain(Retention(bytes: 1 << 40)) == false)
            let statistics = try await store.statistics()
            #expect(statistics.spans == 3 && statistics.indexFails)
            try await store.backUp(to: directory.file("copy.db"))
            try await store.finish()
            #expect(events.names == ["indexIsMissing"])
        }
        if obstacle == .aLink { #expect(unlink(place) == 0) } else { #expect(rmdir(place) == 0) }
        // As it was, and behind by now.
        if obstacle != .aDirectoryForItsLog { rename(path + "-kept", index) }
        let store = try await open(Events())
        while try await store.maintain() {}
        #expect(try await found("common", in: store) == ([1, 3, 4], true))
    }

    enum Fate: CaseIterable { case notADatabase, aDirectory }

    /// A command beside a server has no use for an index that it cannot open, and leaves it to the server.
    @Test(arguments: Fate.allCases) func aGuestGoesWithoutIt(_ fate: Fate) async throws {
        let index = path + "-search"
        do {
            let store = try await open(Events())
            for trace in 1...3 as ClosedRange<UInt64> { try await store.receive([span(trace, words: "common")]) }
            try await store.finish()
        }
        for ending in ["", "-wal", "-shm"] { unlink(index + ending) }
        let broken = Array(repeating: 0x41, count: 40_000) as [UInt8]
        switch fate {
        case .notADatabase: FileBytes.write(broken, to: index)
        case .aDirectory: mkdir(index, 0o700)
        }
        let guest = try await open(Events(), isGuest: true)
        try await guest.keep([Price(pattern: "m", input: 3, output: 1)])
        try await guest.beginReinterpretation()
        while try await guest.maintain() {}
        #expect(try await guest.removeTrace(.number(2)))
        #expect(try await guest.statistics().spans == 2)
        #expect(try await found("common", in: guest) == ([], false))
        try await guest.backUp(to: directory.file("copy.db"))
        switch fate {
        case .notADatabase: #expect(FileBytes.read(index) == broken)
        case .aDirectory: #expect(rmdir(index) == 0)
        }
        // The server makes it anew, with what the guest has done.
        let store = try await open(Events())
        while try await store.maintain() {}
        #expect(try await found("common", in: store) == ([1, 3], true))
    }
}
