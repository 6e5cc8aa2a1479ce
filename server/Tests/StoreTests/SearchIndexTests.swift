import Glibc
import Model
import SQLite
import Store
import TestSupport
import Testing

/// The index of words is a file beside the database. Whatever becomes of it, what it finds is what the database has.
@Suite struct SearchIndexTests {
    let directory = TemporaryDirectory()
    var path: String { directory.file("martlet.db") }

    func span(_ trace: UInt64, _ id: UInt64 = 1, words: String) -> ReceivedSpan {
        ReceivedSpan(
            span: Span(
                id: SpanID(id)!, traceID: .number(trace), parentID: nil, name: "n", startTime: Int64(trace), endTime: Int64(trace) + 1,
                status: .ok),
            source: SpanSource(resource: "{}"),
            payloads: [Payload(key: "prompt", mediaType: .text, time: 1, bytes: Array(words.utf8))])
    }

    /// Which traces have a span with a word, in no order.
    func traces(with word: String, in store: SQLiteStore) async throws -> [UInt64] {
        try await store.spans(SpanQuery(filter: ListFilter(text: word))).elements.map(\.span.traceID.low).sorted()
    }

    /// Runs statements on the index, beside the store.
    func change(_ sql: String) throws {
        let index = try Connection(path: path + "-search", configuration: .init(access: .readWrite, cacheBytes: 1 << 20))
        try index.execute(sql)
    }

    /// What is wrong with the index by itself is an error.
    func check() throws { try change("INSERT INTO search (search) VALUES ('integrity-check')") }

    @Test func onlyItsOwnerMayReadIt() async throws {
        let store = try await SQLiteStore.test(in: directory)
        try await store.receive([span(1, words: "secret")])
        #expect(try await traces(with: "secret", in: store) == [1])
        for ending in ["", "-wal", "-shm"] { #expect(directory.mode("martlet.db-search" + ending) == 0o600) }
    }

    /// The texts of a transaction are handed over in pieces: these are a megabyte, and one is larger than a piece.
    @Test func manyTextsOfOneTransaction() async throws {
        let store = try await SQLiteStore.test(in: directory)
        func texts(_ kind: String) -> [ReceivedSpan] {
            (1...70 as ClosedRange<UInt64>).map { number in
                let filler = String(repeating: "and so on ", count: number == 30 ? 60_000 : 1_500)
                return span(number, words: "\(kind)first\(number) \(filler) \(kind)last\(number)")
            }
        }
        try await store.receive(texts("old"))
        try await store.receive(texts("new"))
        for number in [1, 17, 18, 29, 30, 31, 70] as [UInt64] {
            #expect(try await traces(with: "newfirst\(number)", in: store) == [number])
            #expect(try await traces(with: "newlast\(number)", in: store) == [number])
            #expect(try await traces(with: "oldlast\(number)", in: store) == [])
        }
        try check()
    }

    /// Of what is taken out, the words alone are handed over: of these there are none.
    @Test func textsWithoutWordsAreTakenOut() async throws {
        let store = try await SQLiteStore.test(in: directory)
        try await store.receive([span(1, words: "???"), span(2, words: "..."), span(3, words: "kept")])
        #expect(try await store.removeTrace(.number(1)))
        // The index has to read this from the database later.
        try change("ALTER TABLE state RENAME TO elsewhere")
        try await store.receive([span(2, words: "found")])
        #expect(try await traces(with: "found", in: store) == [])
        try change("ALTER TABLE elsewhere RENAME TO state")
        try await Task.sleep(for: .milliseconds(1_100))
        #expect(try await traces(with: "found", in: store) == [2])
        #expect(try await traces(with: "kept", in: store) == [3])
        try check()
    }

    /// While the index takes nothing, the database goes on; then the index gets what it is behind.
    @Test func itCatchesUp() async throws {
        let store = try await SQLiteStore.test(in: directory)
        for trace in 1...6 as ClosedRange<UInt64> { try await store.receive([span(trace, words: "common old\(trace)")]) }
        #expect(try await traces(with: "common", in: store) == [1, 2, 3, 4, 5, 6])
        try change("ALTER TABLE state RENAME TO elsewhere")
        try await store.receive([span(7, words: "common added")])
        // Sent again with other words, twice, and with the same ones.
        try await store.receive([span(2, words: "common second")])
        try await store.receive([span(2, words: "common third"), span(3, words: "common old3")])
        #expect(try await store.removeTrace(.number(4)))
        // Comes, changes and goes while the index sees nothing of it.
        try await store.receive([span(8, words: "common short")])
        try await store.receive([span(8, words: "common shorter")])
        #expect(try await store.removeTrace(.number(8)))
        // Goes and comes back.
        #expect(try await store.removeTrace(.number(5)))
        try await store.receive([span(5, words: "common again")])
        #expect(try await traces(with: "added", in: store) == [])
        #expect(try await store.statistics().spans == 6)

        try change("ALTER TABLE elsewhere RENAME TO state")
        // After a failure, it is not tried again at once.
        for _ in 0..<600 where try await traces(with: "added", in: store).isEmpty { try await Task.sleep(for: .milliseconds(100)) }
        #expect(try await traces(with: "common", in: store) == [1, 2, 3, 5, 6, 7])
        for (word, found) in [
            ("added", [7]), ("old2", []), ("second", []), ("third", [2]), ("old3", [3]), ("old4", []), ("short", []), ("shorter", []),
            ("old5", []), ("again", [5]), ("old1", [1]),
        ] as [(String, [UInt64])] {
            #expect(try await traces(with: word, in: store) == found, "\(word)")
        }
        while try await store.maintain() {}
        try check()
        // And goes on as usual.
        try await store.receive([span(9, words: "common later")])
        #expect(try await traces(with: "later", in: store) == [9])
    }

    /// The same, by the next process.
    @Test func itIsCaughtUpAtTheStart() async throws {
        do {
            let store = try await SQLiteStore.test(in: directory)
            try await store.receive([span(1, words: "first")])
            #expect(try await traces(with: "first", in: store) == [1])
            try change("ALTER TABLE state RENAME TO elsewhere")
            try await store.receive([span(1, words: "changed"), span(2, words: "second")])
            try await store.finish()
        }
        try change("ALTER TABLE elsewhere RENAME TO state")
        let store = try await SQLiteStore.test(in: directory)
        #expect(try await traces(with: "first", in: store) == [])
        #expect(try await traces(with: "changed", in: store) == [1])
        #expect(try await traces(with: "second", in: store) == [2])
        try check()
    }

    /// Another process changes the database at the same time.
    @Test func twoStoresShareIt() async throws {
        let store = try await SQLiteStore.test(in: directory)
        let guest = try await SQLiteStore(path: path, interpreter: .test(), isGuest: true)
        for round in 0..<20 as Range<UInt64> {
            try await store.receive([span(round * 10 + 1, words: "common mine")])
            try await store.settle()
            try await guest.receive([span(round * 10 + 2, words: "common theirs")])
            #expect(try await guest.removeTrace(.number(round * 10 + 1)))
            try await store.receive([span(round * 10 + 2, words: "common ours")])
        }
        while try await guest.maintain() {}
        while try await store.maintain() {}
        for each in [store, guest] {
            #expect(try await traces(with: "common", in: each).count == 20)
            #expect(try await traces(with: "ours", in: each).count == 20)
            #expect(try await traces(with: "mine", in: each).isEmpty)
            #expect(try await traces(with: "theirs", in: each).isEmpty)
        }
        try check()
    }

    enum Fate: CaseIterable { case missing, notADatabase, anotherOne, older, ofAnotherVersion }

    /// It is made anew where it is not the database's own any more.
    @Test(arguments: Fate.allCases) func itIsMadeAnew(_ fate: Fate) async throws {
        let index = path + "-search"
        var older: [UInt8] = []
        do {
            let store = try await SQLiteStore.test(in: directory)
            try await store.receive([span(1, words: "early common")])
            try await store.finish()
            #expect(try await traces(with: "early", in: store) == [1])
        }
        older = FileBytes.read(index)
        do {
            let store = try await SQLiteStore.test(in: directory)
            for trace in 2...9 as ClosedRange<UInt64> {
                try await store.receive([span(trace, words: "late\(trace) common")])
                #expect(try await traces(with: "late\(trace)", in: store) == [trace])
            }
            #expect(try await store.removeTrace(.number(3)))
            try await store.finish()
        }
        for ending in ["-wal", "-shm"] { unlink(index + ending) }
        switch fate {
        case .missing: unlink(index)
        case .notADatabase: FileBytes.write(Array(repeating: 0x41, count: 40_000), to: index)
        case .anotherOne:
            let other = TemporaryDirectory()
            let store = try await SQLiteStore.test(in: other)
            for trace in 1...30 as ClosedRange<UInt64> {
                try await store.receive([span(trace, words: "foreign common")])
                #expect(try await store.statistics().spans == Int(trace))
            }
            try await store.finish()
            FileBytes.write(FileBytes.read(other.file("martlet.db-search")), to: index)
        case .older: FileBytes.write(older, to: index)
        case .ofAnotherVersion: try change("PRAGMA user_version = 99")
        }
        let store = try await SQLiteStore.test(in: directory)
        // It is there from the first moment on.
        try await store.receive([span(10, words: "new common")])
        while try await store.maintain() {}
        #expect(try await traces(with: "common", in: store) == [1, 2, 4, 5, 6, 7, 8, 9, 10])
        #expect(try await traces(with: "late2", in: store) == [2])
        #expect(try await traces(with: "late3", in: store) == [])
        #expect(try await traces(with: "foreign", in: store) == [])
        #expect(try await traces(with: "new", in: store) == [10])
        try check()
    }

    /// Found while it is used: rows of the index that make no sense.
    @Test func damageIsHealed() async throws {
        let store = try await SQLiteStore.test(in: directory)
        try await store.receive([span(1, words: "early common")])
        #expect(try await traces(with: "early", in: store) == [1])
        try change("UPDATE search_data SET block = x'FFFFFFFFFFFFFFFFFFFFFFFF' WHERE id = 10")
        // The database goes on.
        try await store.receive([span(2, words: "late common")])
        #expect(try await store.statistics().spans == 2)
        _ = try? await traces(with: "late", in: store)
        while try await store.maintain() {}
        #expect(try await traces(with: "common", in: store) == [1, 2])
        #expect(try await traces(with: "late", in: store) == [2])
        try check()
    }

    /// The file itself is damaged: then the next process has a new one.
    @Test func aFileThatCannotBeWrittenIsMadeAnew() async throws {
        do {
            let store = try await SQLiteStore.test(in: directory)
            try await store.receive([span(1, words: "early common")])
            try await store.finish()
        }
        let bytes = FileBytes.read(path + "-search")
        FileBytes.write(Array(bytes.prefix(16_384)) + Array(repeating: 0xEE, count: bytes.count - 16_384), to: path + "-search")
        do {
            let store = try? await SQLiteStore.test(in: directory)
            try await store?.receive([span(2, words: "late common")])
            if let store { #expect(try await store.statistics().spans == 2) }
            // It has an end, though nothing can be done.
            while try await store?.maintain() == true {}
            try await store?.finish()
        }
        let store = try await SQLiteStore.test(in: directory)
        try await store.receive([span(2, words: "late common"), span(3, words: "later common")])
        while try await store.maintain() {}
        #expect(try await traces(with: "common", in: store) == [1, 2, 3])
        try check()
    }

    /// A command beside a server whose index somebody has removed leaves the making of a new one to the next server.
    @Test func aGuestMakesNone() async throws {
        let store = try await SQLiteStore.test(in: directory)
        try await store.receive([span(1, words: "early common")])
        #expect(try await traces(with: "early", in: store) == [1])
        for ending in ["", "-wal", "-shm"] { unlink(path + "-search" + ending) }
        let guest = try await SQLiteStore(path: path, interpreter: .test(), isGuest: true)
        try await guest.receive([span(2, words: "theirs common")])
        while try await guest.maintain() {}
        try await store.receive([span(3, words: "late common")])
        while try await store.maintain() {}
        // What the guest has changed is in the server's, which it still has open.
        #expect(try await traces(with: "common", in: store) == [1, 2, 3])
        try await store.finish()
        let next = try await SQLiteStore.test(in: directory)
        while try await next.maintain() {}
        #expect(try await traces(with: "common", in: next) == [1, 2, 3])
        try check()
    }

    /// A database that was put back from a copy of its file: the index has seen more than it.
    @Test func itIsMadeAnewBesideAnEarlierDatabase() async throws {
        var earlier: [UInt8] = []
        do {
            let store = try await SQLiteStore.test(in: directory)
            try await store.receive([span(1, words: "early")])
            try await store.finish()
        }
        earlier = FileBytes.read(path)
        do {
            let store = try await SQLiteStore.test(in: directory)
            for trace in 2...9 as ClosedRange<UInt64> {
                try await store.receive([span(trace, words: "late")])
                #expect(try await traces(with: "late", in: store).count == trace - 1)
            }
            try await store.finish()
        }
        for ending in ["-wal", "-shm"] { unlink(path + ending) }
        FileBytes.write(earlier, to: path)
        let store = try await SQLiteStore.test(in: directory)
        while try await store.maintain() {}
        #expect(try await traces(with: "late", in: store) == [])
        #expect(try await traces(with: "early", in: store) == [1])
        try await store.receive([span(2, words: "again")])
        #expect(try await traces(with: "again", in: store) == [2])
        try check()
    }

    @Test func whatIsKeptForItIsForgotten() async throws {
        let store = try await SQLiteStore.test(in: directory)
        for trace in 1...20 as ClosedRange<UInt64> {
            try await store.receive([span(trace, words: "word")])
            #expect(try await traces(with: "word", in: store).count == trace)
        }
        let connection = try Connection(path: path, configuration: .init(access: .readOnly, cacheBytes: 1 << 20))
        #expect(try connection.statement("SELECT count(*) FROM search_change").first { $0.int(0) } == 1)
        // Words of what is removed are not left there.
        #expect(try await store.removeTrace(.number(7)))
        while try await store.maintain() {}
        #expect(try connection.statement("SELECT count(*) FROM search_change").first { $0.int(0) } == 0)
    }
}
