import Glibc
import Model
import SQLite
import Store
import TestSupport
import Testing

/// What was received is safe before it is in the tables, and gets there once.
@Suite struct InboxTests {
    let directory = TemporaryDirectory()
    var path: String { directory.file("martlet.db") }

    func span(_ id: UInt64, prompt: String = "hello") -> ReceivedSpan {
        ReceivedSpan(
            span: Span(
                id: SpanID(id)!, traceID: TraceID(high: 7, low: id), parentID: SpanID(id + 1), name: "naïve", scope: "lib",
                kind: .client, startTime: 10, endTime: id % 2 == 0 ? nil : 20, status: id % 2 == 0 ? .running : .error, threadID: 9),
            source: SpanSource(
                resource: #"{"a":\#(id / 3)}"#, processID: 5,
                description: ProcessDescription(program: "p", host: "", service: "svc")),
            payloads: [
                Payload(key: "prompt", mediaType: .text, time: 11, bytes: Array(prompt.utf8), isCut: true),
                Payload(key: "empty", mediaType: .bytes, time: -1, bytes: [], isComplete: false),
            ])
    }

    /// What a process leaves that ends between its answer and the tables.
    func leave(_ spans: [ReceivedSpan], number: Int64, file: Int = 0, inbox: Int64? = nil) throws {
        var file = try InboxFile(path: "\(path)-inbox-\(file)")
        file.inbox = inbox
        try file.append(spans.inboxBytes, number: number)
    }

    @Test func spansComeBackAsTheyWere() {
        let spans = (1...9).map { span($0) }
        let bytes = spans.inboxBytes
        #expect([ReceivedSpan](inboxBytes: bytes[...]) == spans)
        for length in 1..<bytes.count {
            let found = [ReceivedSpan](inboxBytes: bytes.prefix(length))
            #expect(found.map { $0.count < spans.count && $0[...] == spans.prefix($0.count) } ?? true)
        }
    }

    @Test func anEntryThatIsCutIsLeftOutAndNoOther() throws {
        let file = directory.file("inbox")
        let whole: Int
        do {
            var inbox = try InboxFile(path: file)
            try inbox.append([span(1)].inboxBytes, number: 1)
            whole = inbox.size
            try inbox.append([span(2)].inboxBytes, number: 2)
        }
        let bytes = FileBytes.read(file)
        #expect(try InboxFile(path: file).entries().map(\.number) == [1, 2])
        for length in whole..<bytes.count {
            FileBytes.write(Array(bytes.prefix(length)), to: file)
            #expect(try InboxFile(path: file).entries().map(\.number) == [1], "\(length) bytes")
        }
        for position in stride(from: whole, to: bytes.count, by: 7) {
            var damaged = bytes
            damaged[position] ^= 0x40
            FileBytes.write(damaged, to: file)
            #expect(try InboxFile(path: file).entries().map(\.number) == [1], "byte \(position)")
        }
    }

    @Test func entriesOfAnEarlierTimeAreNotReadAgain() throws {
        let file = directory.file("inbox")
        var inbox = try InboxFile(path: file)
        for number in 1...5 as ClosedRange<Int64> { try inbox.append([span(UInt64(number))].inboxBytes, number: number) }
        inbox.empty()
        // As long as those before: what follows it is a whole entry.
        try inbox.append([span(6)].inboxBytes, number: 6)
        #expect(try InboxFile(path: file).entries().map(\.number) == [6])
        try inbox.append([span(7), span(8)].inboxBytes, number: 7)
        #expect(try InboxFile(path: file).entries().map(\.number) == [6, 7])
        #expect(try InboxFile(path: file).entries(after: 6).map(\.number) == [7])
        inbox.clear()
        #expect(FileBytes.read(file).isEmpty)
    }

    @Test func onlyTheOwnerReadsIt() async throws {
        let store = try await SQLiteStore.test(in: directory)
        try await store.receive([span(1)])
        for name in ["martlet.db-inbox-0", "martlet.db-inbox-1"] { #expect(directory.mode(name) == 0o600, "\(name)") }
    }

    @Test func whatAnEarlierProcessLeftIsTakenOnce() async throws {
        _ = try await SQLiteStore.test(in: directory)
        try leave([span(1), span(2)], number: 3)
        try leave([span(3)], number: 2, file: 1)
        var store = try await SQLiteStore.test(in: directory)
        #expect(try await store.statistics().spans == 3)
        #expect(try await store.spans(SpanQuery(filter: ListFilter(text: "hello"))).elements.count == 3)
        // As if it had ended before the file was emptied.
        try leave([span(1), span(2)], number: 3)
        #expect(try await store.removeTrace(TraceID(high: 7, low: 1)))
        store = try await SQLiteStore.test(in: directory)
        #expect(try await store.statistics().spans == 2)
        #expect(FileBytes.read(path + "-inbox-0").isEmpty)
        // And what comes then has a number of its own.
        try await store.receive([span(5)])
        #expect(try await store.statistics().spans == 3)
    }

    /// Which inbox the database says is its own.
    func ownInbox() throws -> Int64 {
        let connection = try Connection(path: path, configuration: .init(access: .readOnly, cacheBytes: 1 << 20))
        return Int64(try connection.statement("SELECT value FROM counter WHERE name = 'inbox'").first { $0.int(0) } ?? -1)
    }

    @Test func whatIsOfTheDatabaseIsTaken() async throws {
        _ = try await SQLiteStore.test(in: directory)
        let inbox = try ownInbox()
        #expect(inbox > 0)
        try leave([span(1)], number: 2, inbox: inbox)
        try leave([span(3)], number: 1, file: 1, inbox: inbox)
        #expect(try !Backlog(database: path).isSettled())
        let store = try await SQLiteStore.test(in: directory)
        #expect(store.setAside.isEmpty)
        #expect(try await store.statistics().spans == 2)
        #expect(try ownInbox() != inbox)
    }

    @Test func whatIsOfAnotherDatabaseIsSetAside() async throws {
        _ = try await SQLiteStore.test(in: directory)
        let inbox = try ownInbox()
        try leave([span(1)], number: 2, inbox: inbox ^ 1)
        try leave([span(3)], number: 1, file: 1, inbox: inbox)
        let left = FileBytes.read(path + "-inbox-0")
        let store = try await SQLiteStore.test(in: directory)
        let aside = path + "-inbox-0-of-another-database"
        #expect(store.setAside == [aside])
        #expect(FileBytes.read(aside) == left)
        #expect(directory.mode("martlet.db-inbox-0-of-another-database") == 0o600)
        #expect(try await store.statistics().spans == 1)
        try await store.receive([span(5)])
        try await store.finish()
        // What was set aside before is not lost for what is set aside then.
        try leave([span(7)], number: 9, inbox: 5)
        let next = try await SQLiteStore.test(in: directory)
        #expect(next.setAside == [aside + "-2"])
        #expect(FileBytes.read(aside) == left)
        #expect(try await next.statistics().spans == 2)
    }

    @Test func whatNobodyWaitsForHoldsNobodyUp() async throws {
        let store = try await SQLiteStore.test(in: directory)
        try await store.finish()
        try leave([span(1)], number: 2, inbox: try ownInbox() ^ 1)
        #expect(try Backlog(database: path).isSettled())
    }

    /// A file that is begun anew says which inbox it is; what an earlier server wrote behind it does not count.
    @Test func aFileThatIsBegunAnewIsOfTheSameInbox() throws {
        let file = directory.file("inbox")
        var inbox = try InboxFile(path: file)
        inbox.inbox = 7
        for number in 1...3 as ClosedRange<Int64> { try inbox.append([span(UInt64(number))].inboxBytes, number: number) }
        inbox.empty()
        try inbox.append([span(4)].inboxBytes, number: 4)
        #expect(try InboxFile(path: file).entries().map(\.number) == [4])
        for length in 0..<inbox.size {
            FileBytes.write(Array(FileBytes.read(file).prefix(length)), to: directory.file("cut"))
            #expect(try InboxFile(path: directory.file("cut")).entries().isEmpty, "\(length) bytes")
        }
    }

    /// A copy does not take what the database receives after it was made, in whatever way it was made.
    @Test(arguments: [true, false])
    func aBackupTakesNothingThatCameLater(isBackup: Bool) async throws {
        let copy = directory.file("copy.db")
        do {
            let store = try await SQLiteStore.test(in: directory)
            try await store.receive([span(1)])
            if isBackup { try await store.backUp(to: copy) }
            try await store.finish()
            if !isBackup { FileBytes.write(FileBytes.read(path), to: copy) }
        }
        do {
            let store = isBackup ? nil : try await SQLiteStore.test(in: directory)
            try await store?.finish()
        }
        try leave([span(3)], number: 50, inbox: try ownInbox())
        for name in ["-wal", "-shm"] { unlink(path + name) }
        FileBytes.write(FileBytes.read(copy), to: path)
        let store = try await SQLiteStore.test(in: directory)
        #expect(store.setAside == [path + "-inbox-0-of-another-database"])
        #expect(try await store.statistics().spans == 1)
    }

    @Test func anotherProcessKnowsWhatIsNotInTheTables() async throws {
        do {
            let store = try await SQLiteStore.test(in: directory)
            #expect(try Backlog(database: path).isSettled())
            try await store.receive([span(1)])
            let backlog = Backlog(database: path)
            try await store.settle()
            #expect(try backlog.isSettled())
        }
        try leave([span(3)], number: 2)
        try leave([span(5), span(7)], number: 3, file: 1)
        let before = FileBytes.read(path + "-inbox-1")
        let backlog = Backlog(database: path)
        #expect(try !backlog.isSettled())
        #expect(FileBytes.read(path + "-inbox-1") == before)
        let store = try await SQLiteStore.test(in: directory)
        #expect(try backlog.isSettled())
        #expect(try await store.statistics().spans == 4)
    }

    @Test func afterACleanStopAllIsInOneFile() async throws {
        let store = try await SQLiteStore.test(in: directory)
        try await store.receive([span(1)])
        try await store.finish()
        for name in ["-inbox-0", "-inbox-1", "-wal"] { #expect(FileBytes.read(path + name).isEmpty, "\(name)") }
        let copy = directory.file("copy.db")
        FileBytes.write(FileBytes.read(path), to: copy)
        let other = try await SQLiteStore(path: copy, interpreter: .test())
        #expect(try await other.statistics().spans == 1)
    }

    @Test func aGuestLeavesTheInboxAlone() async throws {
        let store = try await SQLiteStore.test(in: directory)
        try leave([span(1)], number: 9)
        let before = FileBytes.read(path + "-inbox-0")
        let guest = try await SQLiteStore(path: path, interpreter: .test(), isGuest: true)
        #expect(try await guest.statistics().spans == 0)
        try await guest.receive([span(3)])
        #expect(try await store.statistics().spans == 1)
        #expect(FileBytes.read(path + "-inbox-0") == before)
    }

    @Test func allThatWasReceivedIsFoundAtOnce() async throws {
        let store = try await SQLiteStore.test(in: directory)
        for round in 0..<20 as Range<UInt64> {
            try await store.receive((0..<10).map { span(round * 20 + $0 * 2 + 1, prompt: "word\(round)") })
            #expect(try await store.statistics().spans == Int(round + 1) * 10)
            #expect(try await store.spans(SpanQuery(filter: ListFilter(text: "word\(round)"))).elements.count == 10)
        }
    }

    @Test func whereTheTablesTakeNothingItIsRefusedBeforeMemoryIsFull() async throws {
        let store = try await SQLiteStore.test(in: directory)
        // Somebody else holds the lock to write for longer than the store waits for it.
        let other = try Connection(path: path, configuration: .init(access: .readWrite, cacheBytes: 1 << 20))
        try other.execute("BEGIN IMMEDIATE")
        var accepted = 0
        do {
            for round in 0..<40 as Range<UInt64> {
                try await store.receive((0..<500).map { span(round * 1_000 + $0 + 1) })
                accepted += 500
            }
            Issue.record("nothing was refused")
        } catch {
            #expect(accepted > 0 && accepted < 10_000)
        }
        try other.execute("ROLLBACK")
        // What was accepted is kept, and there is room again.
        #expect(try await store.statistics().spans == accepted)
        try await store.receive([span(900_001)])
        #expect(try await store.statistics().spans == accepted + 1)
    }

    @Test func manyWhoBringAtTheSameTime() async throws {
        let store = try await SQLiteStore.test(in: directory)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<100 as Range<UInt64> {
                group.addTask { try await store.receive((0..<64).map { span(number * 1_000 + $0 + 1) }) }
            }
            for try await _ in group {}
        }
        #expect(try await store.statistics().spans == 6_400)
        try await store.finish()
        #expect(FileBytes.read(path + "-inbox-0").isEmpty && FileBytes.read(path + "-inbox-1").isEmpty)
    }
}
