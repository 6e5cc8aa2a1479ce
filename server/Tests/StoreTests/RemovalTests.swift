import Model
import SQLite
import Store
import TestSupport
import Testing

/// What is removed is gone: from lists, sums, the search index, and the disk.
@Suite struct RemovalTests {
    let directory = TemporaryDirectory()
    var path: String { directory.file("martlet.db") }

    func fill(_ store: SQLiteStore, traces: ClosedRange<UInt64>, text: String = "") async throws {
        var spans: [ReceivedSpan] = []
        for trace in traces {
            let payloads = [
                ("prompt", "word\(trace) common \(text)"), ("model", "m\(trace % 2)"), ("tokens", "3"), ("user", "u\(trace)"),
                ("tag", "t\(trace % 3)"),
            ].map { Payload(key: $0.0, mediaType: .text, time: 1, bytes: Array($0.1.utf8)) }
            for position in 0..<UInt64(3) {
                let start = Int64(trace) * 1_000
                let span = Span(
                    id: SpanID(trace * 10 + position)!, traceID: .number(trace), parentID: SpanID(position == 0 ? 0 : trace * 10),
                    name: "n", startTime: start, endTime: start + 10, status: trace % 5 == 0 ? .error : .ok)
                spans.append(ReceivedSpan(span: span, source: SpanSource(resource: "{}"), payloads: payloads))
            }
        }
        try await store.receive(spans)
    }

    /// Rows of every table but those of names, prices and counters.
    func rows() throws -> [String: Int] {
        let connection = try Connection(path: path, configuration: .init(access: .readWrite, cacheBytes: 1 << 20))
        var counts: [String: Int] = [:]
        for table in ["span", "trace", "payload", "label", "rollup", "span_model", "trace_model", "span_tag", "trace_tag", "span_group", "trace_group", "score"] {
            counts[table] = try connection.statement("SELECT count(*) FROM \(table)").first { $0.int(0) }
        }
        let index = try Connection(path: path + "-search", configuration: .init(access: .readWrite, cacheBytes: 1 << 20))
        counts["search_data"] = try index.statement("SELECT count(*) FROM search_data").first { $0.int(0) }
        _ = try index.statement("INSERT INTO search (search) VALUES ('integrity-check')").run()
        return counts.filter { $0.value > ($0.key == "search_data" ? 2 : 0) }
    }

    @Test func nothingIsLeftOfATrace() async throws {
        let store = try await SQLiteStore.test(in: directory)
        try await fill(store, traces: 1...4)
        try await store.keep([Score(id: "s", name: "q", value: .number(1), trace: .number(2), time: 1)])
        #expect(try await store.removeTrace(.number(2)))
        #expect(try await store.removeTrace(.number(2)) == false)
        #expect(try await store.trace(.number(2), limits: TraceLimits()) == nil)
        #expect(try await store.scores(of: .number(2)).isEmpty)
        #expect(try await store.spans(SpanQuery(filter: ListFilter(text: "word2"))).elements.isEmpty)
        #expect(try await store.spans(SpanQuery(filter: ListFilter(text: "common"))).elements.count == 9)
        #expect(try await store.spans(SpanQuery(filter: ListFilter(user: "u2"))).elements.isEmpty)
        #expect(try await store.series(SeriesQuery()).points.first?.spans == 9)
        #expect(try await store.statistics().spans == 9)
        #expect(try await store.statistics().traces == 3)
        for trace in [1, 3, 4] as [UInt64] { #expect(try await store.removeTrace(.number(trace))) }
        #expect(try await store.statistics().payloads == 0)
        while try await store.maintain() {}
        let left = try rows()
        #expect(left.isEmpty, "\(left)")
    }

    /// A server goes on after a removal: nothing is left of it in the files that what comes later is written into first.
    @Test(arguments: [false, true]) func theLogsAndTheInboxForget(isRetention: Bool) async throws {
        let store = try await SQLiteStore.test(in: directory)
        try await fill(store, traces: 1...50, text: "zxqjvwk")
        try await store.settle()
        func isInFile(_ ending: String) -> Bool { FileBytes.holds("zxqjvwk", in: path + ending) }
        // Words are in the index by their bytes too.
        #expect(try await store.spans(SpanQuery(filter: ListFilter(text: "zxqjvwk"))).elements.count == 50)
        #expect(isInFile("-wal") && isInFile("-search-wal") && isInFile("-inbox-0"))
        if isRetention {
            while try await store.retain(Retention(since: 51_000)) {}
        } else {
            for trace in 1...50 as ClosedRange<UInt64> { #expect(try await store.removeTrace(.number(trace))) }
        }
        while try await store.maintain() {}
        for ending in ["", "-wal", "-search", "-search-wal", "-inbox-0", "-inbox-1"] { #expect(!isInFile(ending), "\(ending)") }
        // All of it goes on.
        try await fill(store, traces: 51...60, text: "later")
        #expect(try await store.spans(SpanQuery(filter: ListFilter(text: "later"))).elements.count == 30)
    }

    /// SQLite moves rows from page to page and leaves what they were behind, where no row is; a copy has rows alone.
    @Test func aBackupHasNothingOfWhatWasRemoved() async throws {
        let store = try await SQLiteStore.test(in: directory)
        for group in 0..<20 as Range<UInt64> {
            try await fill(store, traces: group * 20 + 1...group * 20 + 20, text: String(repeating: "kept ", count: Int(group % 5) * 60))
        }
        for trace in stride(from: 1, through: 400, by: 2) {
            try await fill(store, traces: UInt64(trace)...UInt64(trace), text: String(repeating: "zxqjvwk ", count: trace % 300))
        }
        for trace in stride(from: 1, through: 400, by: 2) { #expect(try await store.removeTrace(.number(UInt64(trace)))) }
        while try await store.maintain() {}
        try await store.backUp(to: directory.file("copy.db"))
        #expect(!FileBytes.holds("zxqjvwk", in: directory.file("copy.db")))
        #expect(FileBytes.holds("kept kept", in: directory.file("copy.db")))
    }

    /// Rules of tables, and texts that are long: they are shortened before the index has them.
    @Test(arguments: [1, 1_000]) func noWordIsLeftOfAnyText(repeated: Int) async throws {
        let store = try await SQLiteStore.test(in: directory)
        let rule = String(repeating: "\u{2500}", count: 40)
        let words = (0..<repeated).map { "result\($0) \(rule) secret\($0) value\($0) x\(rule)" }
        try await fill(store, traces: 1...1, text: words.joined(separator: "\n"))
        for word in ["result", "secret", "value"] {
            #expect(try await store.spans(SpanQuery(filter: ListFilter(text: "\(word)\(repeated - 1)"))).elements.count == 3, "\(word)")
        }
        // Sent again with other words, and then removed.
        try await fill(store, traces: 1...1, text: "other")
        #expect(try await store.spans(SpanQuery(filter: ListFilter(text: "secret0"))).elements.isEmpty)
        #expect(try await store.removeTrace(.number(1)))
        while try await store.maintain() {}
        let left = try rows()
        #expect(left.isEmpty, "\(left)")
    }

    /// Some have something of each call in the name of a span: they must not fill a store whose spans go.
    @Test func namesGoWithTheLastSpanThatHasThem() async throws {
        let store = try await SQLiteStore.test(in: directory)
        func send(_ id: UInt64, name: String, scope: String = "lib", model: String = "", requested: String = "") async throws {
            let span = Span(id: SpanID(id)!, traceID: .number(id), name: name, scope: scope, startTime: Int64(id), endTime: 1_000, status: .ok)
            let payloads = [("model", model), ("requested", requested)].filter { !$0.1.isEmpty }
                .map { Payload(key: $0.0, mediaType: .text, time: 1, bytes: Array($0.1.utf8)) }
            try await store.receive([ReceivedSpan(span: span, source: SpanSource(resource: "{}"), payloads: payloads)])
        }
        func names() throws -> Set<String> {
            let connection = try Connection(path: path, configuration: .init(access: .readWrite, cacheBytes: 1 << 20))
            return Set(try connection.statement("SELECT text FROM name").all { $0.text(0) })
        }
        try await send(1, name: "item 1", model: "m", requested: "asked")
        try await send(2, name: "item 2", model: "m")
        try await send(3, name: "tool", scope: "item 2")
        try await send(4, name: "lib", model: "tool", requested: "item 1")
        while try await store.maintain() {}
        let fixed: Set<String> = ["", "lib", "item 2"]
        #expect(try names().isSuperset(of: fixed.union(["item 1", "m", "asked", "tool"])))
        let left: [Set<String>] = [["item 1", "m", "tool"], ["item 1", "tool"], ["item 1", "tool"], []]
        for (number, left) in zip([1, 2, 3, 4] as [UInt64], left) {
            #expect(try await store.removeTrace(.number(number)))
            #expect(try names().subtracting(["model", "requested"]) == fixed.union(left), "\(number)")
        }
        // And come again.
        try await send(5, name: "item 1", model: "m")
        #expect(try await store.spans(SpanQuery(model: "m")).elements.map(\.span.name) == ["item 1"])
        let series = try await store.series(SeriesQuery(groups: [.model, .name])).points
        #expect(series.map(\.model) == ["m"] && series.map(\.name) == ["item 1"])
    }

    @Test func theOldGoes() async throws {
        let store = try await SQLiteStore.test(in: directory)
        try await fill(store, traces: 1...1_000)
        let scores = [("old", 899_999), ("young", 900_000)] as [(String, Int64)]
        try await store.keep(scores.map { Score(id: $0.0, name: "q", value: .number(1), session: "s", time: $0.1) })
        while try await store.retain(Retention(since: 900_000)) {}
        #expect(try await store.scores(ofSession: "s", limit: 10).map(\.id) == ["young"])
        #expect(try await store.statistics().traces == 101)
        #expect(try await store.traces(TraceQuery(limit: 1_000)).elements.last?.startTime == 900_000)
        #expect(try await store.retain(Retention(since: 900_000)) == false)
    }

    @Test func theFileShrinks() async throws {
        let store = try await SQLiteStore.test(in: directory)
        for group in 0..<20 {
            try await fill(store, traces: UInt64(group * 100 + 1)...UInt64(group * 100 + 100), text: String(repeating: "x", count: 5_000))
        }
        let before = try await store.statistics().databaseBytes
        while try await store.retain(Retention(bytes: before / 4)) {}
        let after = try await store.statistics().databaseBytes
        #expect(after <= before / 4 && after > before / 16)
        // The newest are there.
        #expect(try await store.trace(.number(2_000), limits: TraceLimits()) != nil)
        #expect(try await store.trace(.number(1), limits: TraceLimits()) == nil)
    }

    /// Each has words of its own, so that the index is large: what was removed takes room there until it is merged.
    @Test(arguments: [false, true]) func littleGoesWhereLittleIsTooMuch(isRestarted: Bool) async throws {
        let count = 600
        func used() throws -> Int {
            try ["", "-search"].reduce(0) { sum, ending in
                let file = try Connection(path: path + ending, configuration: .init(access: .readOnly, cacheBytes: 1 << 20))
                return sum + (try file.statement("SELECT (page_count - freelist_count) * page_size FROM pragma_page_count, pragma_freelist_count, pragma_page_size").first { $0.int(0) } ?? 0)
            }
        }
        var store = try await SQLiteStore.test(in: directory)
        for trace in 1...UInt64(count) {
            let words = (1...150 as ClosedRange<UInt64>).map { "\(($0 * 7_919 + trace * 104_729) % 99_991)" }.joined(separator: " ")
            try await fill(store, traces: trace...trace, text: words)
            if trace % 50 == 0 { try await store.settle() }
        }
        while try await store.maintain() {}
        let limit = try used() * 24 / 25
        // Something was removed before, and the index has it still.
        for trace in 1...5 as ClosedRange<UInt64> { #expect(try await store.removeTrace(.number(trace))) }
        if isRestarted {
            try await store.finish()
            store = try await SQLiteStore.test(in: directory)
        }
        while try await store.retain(Retention(bytes: limit)) {}
        let kept = try await store.statistics().traces
        while try await store.maintain() {}
        // Room comes and goes by pages.
        let left = try used()
        #expect(left <= limit && left > limit - 100_000, "\(left) of \(limit) bytes, \(kept) of \(count) traces")
        #expect(try await store.trace(.number(UInt64(count)), limits: TraceLimits()) != nil)
        #expect(try await store.retain(Retention(bytes: limit)) == false)
        #expect(try await store.statistics().traces == kept)
    }

    /// Neither in rows of the index nor in pages of it that are free.
    @Test func noWordIsLeftInTheIndex() async throws {
        let store = try await SQLiteStore.test(in: directory)
        // So many transactions that the index has merged its pieces meanwhile, and pages are free.
        for trace in 1...120 as ClosedRange<UInt64> {
            let words = (1...300).map { "\(trace * 7919 % 1_000)w\(UInt64($0) * trace)" }.joined(separator: " ")
            try await fill(store, traces: trace...trace, text: "zxqj\(trace % 4)vwk \(words)")
            try await store.settle()
        }
        func isInFile(_ word: String) async throws -> Bool {
            try await store.finish()
            return ["-search", "-search-wal"].contains { FileBytes.holds(word, in: path + $0) }
        }
        #expect(try await isInFile("zxqj0vwk"))
        for trace in stride(from: 4, through: 120, by: 4) { #expect(try await store.removeTrace(.number(UInt64(trace)))) }
        while try await store.maintain() {}
        #expect(try await isInFile("zxqj0vwk") == false)
        #expect(try await isInFile("zxqj1vwk"))
        #expect(try await store.spans(SpanQuery(limit: 500, filter: ListFilter(text: "zxqj1vwk"))).elements.count == 90)
        #expect(try await store.spans(SpanQuery(filter: ListFilter(text: "zxqj0vwk"))).elements.isEmpty)
    }

    @Test func aBackupIsAWholeStore() async throws {
        let store = try await SQLiteStore.test(in: directory)
        try await fill(store, traces: 1...50)
        let copy = directory.file("copy.db")
        try await store.backUp(to: copy)
        #expect(directory.mode("copy.db") == 0o600)
        let restored = try await SQLiteStore(path: copy, interpreter: .test())
        #expect(try await restored.statistics().spans == 150)
        #expect(try await restored.trace(.number(7), limits: TraceLimits()) == store.trace(.number(7), limits: TraceLimits()))
        // The index of words is not in it.
        while try await restored.maintain() {}
        #expect(try await restored.spans(SpanQuery(filter: ListFilter(text: "word7"))).elements.count == 3)
        await #expect(throws: StoreError.self) { try await store.backUp(to: copy) }
    }

    @Test func aNewInterpretationMakesTheIndexAnew() async throws {
        var store = try await SQLiteStore.test(in: directory)
        try await fill(store, traces: 1...30)
        // Else the first store may do it later, as it understands it.
        try await store.settle()
        store = try await SQLiteStore.test(in: directory, interpreter: .test(version: 2, suffix: " fresh"))
        while try await store.maintain() {}
        #expect(try await store.spans(SpanQuery(filter: ListFilter(text: "fresh word3"))).elements.count == 3)
        for trace in 1...UInt64(30) { #expect(try await store.removeTrace(.number(trace))) }
        while try await store.maintain() {}
        let left = try rows()
        #expect(left.isEmpty, "\(left)")
    }

    /// The same version of the interpretation must say the same; if it does not, the index heals.
    @Test func wordsThatCannotBeFoundAgain() async throws {
        var store = try await SQLiteStore.test(in: directory)
        try await fill(store, traces: 1...30)
        store = try await SQLiteStore.test(in: directory, interpreter: .test(version: 1, suffix: " other"))
        #expect(try await store.removeTrace(.number(3)))
        while try await store.maintain() {}
        #expect(try await store.spans(SpanQuery(filter: ListFilter(text: "word3"))).elements.isEmpty)
        #expect(try await store.spans(SpanQuery(filter: ListFilter(text: "other word4"))).elements.count == 3)
        for trace in 1...UInt64(30) where trace != 3 { #expect(try await store.removeTrace(.number(trace))) }
        while try await store.maintain() {}
        let left = try rows()
        #expect(left.isEmpty, "\(left)")
    }
}
