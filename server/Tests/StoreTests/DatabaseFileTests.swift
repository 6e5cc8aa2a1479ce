import Glibc
import Model
import SQLite
import Store
import TestSupport
import Testing

/// The file: whose it is, which version, who may read it.
@Suite struct DatabaseFileTests {
    let directory = TemporaryDirectory()
    var path: String { directory.file("martlet.db") }

    func raw() throws -> Connection {
        try Connection(path: path, configuration: .init(access: .readWrite, cacheBytes: 1 << 20))
    }

    @Test func onlyTheOwnerReadsIt() async throws {
        let old = umask(0)
        defer { umask(old) }
        let store = try await SQLiteStore.test(in: directory)
        var recording = Recording()
        try await store.apply([recording.batch(.start(1, at: 1))])
        for name in ["martlet.db", "martlet.db-wal", "martlet.db-shm"] { #expect(directory.mode(name) == 0o600, "\(name)") }
    }

    @Test func aFileThatOthersCouldReadIsClosedToThem() async throws {
        FileBytes.write([], to: path)
        chmod(path, 0o666)
        _ = try await SQLiteStore.test(in: directory)
        #expect(directory.mode("martlet.db") == 0o600)
    }

    @Test func aLaterVersionIsRefusedAndLeftAlone() async throws {
        _ = try await SQLiteStore.test(in: directory)
        try raw().execute("PRAGMA user_version = 999")
        let error = await #expect(throws: StoreError.self) { try await SQLiteStore.test(in: directory) }
        guard case .newerVersion(_, found: 999, _) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect("\(error!)".contains("later version"))
        #expect(try raw().statement("PRAGMA user_version").first { $0.int(0) } == 999)
    }

    /// A process of that version may have it open, and would not know what it has to write.
    @Test func anEarlierVersionIsLeftAloneByAGuest() async throws {
        try Fixtures.write(version: 2, to: path)
        let error = await #expect(throws: StoreError.self) {
            try await SQLiteStore(path: path, interpreter: .test(), isGuest: true)
        }
        guard case .olderVersion(_, found: 2, _) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(try raw().statement("PRAGMA user_version").first { $0.int(0) } == 2)
        _ = try await SQLiteStore.test(in: directory)
        _ = try await SQLiteStore(path: path, interpreter: .test(), isGuest: true)
    }

    @Test func anotherProgramsDatabaseIsRefusedAndLeftAlone() async throws {
        try raw().execute("CREATE TABLE precious (x)")
        let before = FileBytes.read(path)
        await #expect(throws: StoreError.foreignDatabase(path: path)) { try await SQLiteStore.test(in: directory) }
        #expect(FileBytes.read(path) == before)
    }

    @Test func whatIsNoDatabaseIsRefusedAndLeftAlone() async throws {
        let bytes = Array(String(repeating: "diary ", count: 1_000).utf8)
        FileBytes.write(bytes, to: path)
        await #expect(throws: StoreError.foreignDatabase(path: path)) { try await SQLiteStore.test(in: directory) }
        #expect(FileBytes.read(path) == bytes)
    }

    @Test func aPlaceWhereNoFileCanBe() async throws {
        let error = await #expect(throws: StoreError.self) {
            try await SQLiteStore(path: "/proc/martlet.db", interpreter: .test())
        }
        #expect("\(error!)".contains("/proc/martlet.db"))
    }

    /// A file as version 1 wrote it, as SQL. Whatever the schema becomes: it opens and shows this.
    @Test func versionOneOpens() async throws {
        try Fixtures.write(version: 1, to: path)
        let store = try await SQLiteStore.test(in: directory)
        let trace = try #require(try await store.trace(.number(1), limits: TraceLimits()))
        #expect(trace.summary.title == "call!")
        #expect(trace.summary.status == .error)
        #expect(trace.summary.models == ["model-a"])
        #expect(trace.summary.usage.input == 12)
        #expect(trace.summary.inputPreview == "What is a martlet?")
        #expect(trace.spans.map(\.span.status) == [.error])
        #expect(trace.spans.first?.span.process?.program == "app.py")
        #expect(trace.spans.first?.span.meaning?.output.first?.text == "A bird that never lands.")
        #expect(trace.spans.first?.payloads.map(\.key) == ["prompt", "answer", "model", "tokens"])
        #expect(try await store.traces(TraceQuery(status: .running)).elements.map(\.id) == [.number(2)])
        // And it goes on.
        var recording = Recording(process: 1)
        _ = recording.batch(Array(repeating: .end(1, at: 1), count: 8))
        try await store.apply([recording.batch(.end(2, at: 90))])
        #expect(try await store.traces(TraceQuery(status: .ok)).elements.map(\.id) == [.number(2)])
    }

    /// A file as version 2 wrote it, with a received span.
    @Test func versionTwoOpens() async throws {
        try Fixtures.write(version: 2, to: path)
        let interpreter = Interpreter(version: 1) { span, payloads in
            var meaning = Meaning(title: "title", operation: .chat)
            meaning.answeredModel = "gpt-4o-mini"
            meaning.usage = TokenUsage(input: 1_000, output: 100)
            meaning.user = "ada"
            meaning.tags = ["web"]
            meaning.input = [Message(role: "user", parts: [.text(payloads.map { String(decoding: $0.bytes, as: UTF8.self) }.joined())])]
            return meaning
        }
        let store = try await SQLiteStore.test(in: directory, interpreter: interpreter)
        while try await store.maintain() {}
        let span = try #require(try await store.spans(SpanQuery(filter: ListFilter(user: "ada", tag: "web", text: "hardly land"))).elements.first)
        #expect(span.operation == .chat && span.model == "gpt-4o-mini")
        #expect(abs((span.cost ?? 0) - 0.00021) < 1e-12)
        let trace = try #require(try await store.trace(span.span.traceID, limits: TraceLimits()))
        #expect(trace.spans.first?.payloads.map(\.key) == ["attributes", "otlp"])
        #expect(try await store.series(SeriesQuery(groups: [.model])).points.first?.spans == 1)
        #expect(try raw().statement("PRAGMA auto_vacuum").first { $0.int(0) } == 2)
        #expect(try await store.removeTrace(span.span.traceID))
    }

    @Test func aNewInterpretationIsGivenToAll() async throws {
        var store = try await SQLiteStore.test(in: directory)
        var recording = Recording()
        var changes: [Change] = []
        for id in 1...UInt64(2_500) {
            changes += [.start(id, trace: id, at: Int64(id)), .payload(id, id, "model", "m\(id % 2)"), .end(id, at: 99_999)]
        }
        changes += [.start(9_999, trace: 9_999, at: 1), .end(9_999, at: 2)]
        try await store.apply([recording.batch(changes)])
        #expect(try await store.maintain() == false)
        #expect(try await store.traces(TraceQuery()).elements.allSatisfy { $0.title == "call!" })

        store = try await SQLiteStore.test(in: directory, interpreter: .test(version: 2, title: "new "))
        // Interrupted in the middle, it goes on where it was.
        #expect(try await store.maintain() == true)
        store = try await SQLiteStore.test(in: directory, interpreter: .test(version: 2, title: "new "))
        var rounds = 0
        while try await store.maintain() { rounds += 1 }
        #expect(rounds == 2)
        let traces = try await store.traces(TraceQuery(limit: 1_000)).elements
        #expect(traces.allSatisfy { $0.title == "new call!" })
        // What nothing was seen of keeps the name that its recorder gave it.
        #expect(try await store.trace(.number(9_999), limits: TraceLimits())?.summary.title == "call")
        #expect(try await store.traces(TraceQuery(limit: 1_000, model: "m1")).elements.count == 1_000)
        #expect(try await store.maintain() == false)
    }
}
