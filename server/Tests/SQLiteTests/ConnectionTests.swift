import Glibc
import SQLite
import TestSupport
import Testing

@Suite struct ConnectionTests {
    let directory = TemporaryDirectory()

    func connection(_ access: Connection.Access = .readWrite) throws -> Connection {
        try Connection(path: directory.file("db"), configuration: .init(access: access, cacheBytes: 1 << 20))
    }

    @Test func valuesComeBackAsTheyWere() throws {
        let connection = try connection()
        try connection.execute("CREATE TABLE t (i INTEGER, s TEXT, b BLOB)")
        let insert = try connection.statement("INSERT INTO t VALUES (?, ?, ?)")
        try insert.run(Int64.min, "", [UInt8]())
        try insert.run(Int64.max, "a\0b ü 🐦", [UInt8](0...255))
        try insert.run(Int64?.none, String?.none, [UInt8]?.none)
        let select = try connection.statement("SELECT i, s, b, typeof(s), typeof(b) FROM t ORDER BY rowid")
        let rows = try select.all { ($0.optionalInt64(0), $0.optionalText(1), $0.bytes(2), $0.text(3), $0.text(4)) }
        #expect(rows.map(\.0) == [.min, .max, nil])
        #expect(rows.map(\.1) == ["", "a\0b ü 🐦", nil])
        #expect(rows.map(\.2) == [[], [UInt8](0...255), []])
        // Empty is not NULL.
        #expect(rows.map(\.3) == ["text", "text", "null"])
        #expect(rows.map(\.4) == ["blob", "blob", "null"])
    }

    /// As many texts as there are sets of conditions: no more than some statements are kept, and who uses one goes on.
    @Test func manyStatements() throws {
        let connection = try connection()
        let numbers = try connection.statement("WITH n (i) AS (VALUES (1), (2), (3)) SELECT i FROM n")
        var seen: [Int] = []
        try numbers.forEach { row throws(SQLiteError) in
            for number in 0..<Connection.keptCount {
                #expect(try connection.statement("SELECT \(number), \(row.int(0))").first { $0.int(0) } == number)
            }
            seen.append(row.int(0))
            return true
        }
        #expect(seen == [1, 2, 3])
        #expect(try connection.plans().count <= Connection.keptCount)
        #expect(try connection.statement(numbers.sql) !== numbers)
    }

    @Test func anErrorSaysWhatFailed() throws {
        let connection = try connection()
        try connection.execute("CREATE TABLE t (i INTEGER UNIQUE)")
        let insert = try connection.statement("INSERT INTO t VALUES (?)")
        try insert.run(1)
        let error = #expect(throws: SQLiteError.self) { try insert.run(1) }
        #expect(error?.code == 2067)
        #expect(error?.primaryCode == 19)
        #expect(error?.message.contains("t.i") == true)
        #expect(error?.sql == "INSERT INTO t VALUES (?)")
        let syntax = #expect(throws: SQLiteError.self) { try connection.statement("SELEKT") }
        #expect(syntax?.sql == "SELEKT")
        #expect(throws: SQLiteError.self) { try connection.statement("-- nothing") }
        // A statement that has failed works again.
        try insert.run(2)
    }

    @Test func aTransactionIsAllOrNothing() throws {
        let connection = try connection()
        try connection.execute("CREATE TABLE t (i INTEGER UNIQUE)")
        let insert = try connection.statement("INSERT INTO t VALUES (?)")
        #expect(throws: SQLiteError.self) {
            try connection.transaction { () throws(SQLiteError) in
                try insert.run(1)
                try insert.run(1)
            }
        }
        let count = try connection.statement("SELECT count(*) FROM t")
        #expect(try count.first { $0.int(0) } == 0)
        try connection.transaction { () throws(SQLiteError) in try insert.run(1) }
        #expect(try count.first { $0.int(0) } == 1)
    }

    @Test func aReaderCannotWrite() throws {
        try connection().execute("CREATE TABLE t (i INTEGER)")
        let reader = try connection(.readOnly)
        #expect(throws: SQLiteError.self) { try reader.execute("INSERT INTO t VALUES (1)") }
    }

    @Test func whatIsNoDatabaseIsCalledThat() throws {
        FileBytes.write(Array("This is not a database, though it is long enough to be one.".utf8), to: directory.file("db"))
        let error = #expect(throws: SQLiteError.self) {
            try connection().execute("SELECT * FROM sqlite_schema")
        }
        #expect(error?.isCorrupt == true)
    }

    @Test func aMissingFolderIsAnError() {
        #expect(throws: SQLiteError.self) {
            try Connection(path: "/nowhere/at/all", configuration: .init(access: .readWrite, cacheBytes: 0))
        }
    }

    /// SQLite 3.40 takes a join for one that a Bloom filter pays for, and makes that of wrong values.
    @Test func aJoinByAnIndexOfAnExpressionFindsAll() throws {
        try connection().execute(
            """
            CREATE TABLE part (number INTEGER PRIMARY KEY);
            CREATE TABLE item (id INTEGER PRIMARY KEY, owner INTEGER);
            CREATE INDEX item_by_owner ON item (id >> 4, owner);
            WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000) INSERT INTO item SELECT i, i % 100 FROM n;
            INSERT INTO part SELECT DISTINCT id >> 4 FROM item;
            ANALYZE part;
            DELETE FROM sqlite_stat1;
            INSERT INTO sqlite_stat1 VALUES ('item', 'item_by_owner', '1000 16 1');
            """)
        // Statistics are read when the file is opened.
        let connection = try connection(.readOnly)
        for owner in 0..<100 {
            let sql = "SELECT count(*) FROM part CROSS JOIN item ON item.id >> 4 = +number WHERE owner = ?"
            #expect(try connection.statement(sql).first(owner) { $0.int(0) } == 10)
        }
    }

    @Test func readersSeeWhatIsCommittedAndWorkSideBySide() async throws {
        let writer = try DatabaseWorker(
            path: directory.file("db"), configuration: .init(access: .readWrite, cacheBytes: 1 << 20), label: "test")
        try await writer.perform { connection throws(SQLiteError) in
            try connection.execute("PRAGMA journal_mode = WAL; CREATE TABLE t (i INTEGER)")
        }
        let pool = try ReaderPool(path: directory.file("db"), configuration: .init(access: .readOnly, cacheBytes: 1 << 20), count: 3)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    for _ in 0..<50 {
                        let counts = try await pool.perform { connection throws(SQLiteError) in
                            try connection.snapshot { () throws(SQLiteError) in
                                let count = try connection.statement("SELECT count(*) FROM t")
                                return [try count.first { $0.int(0) }, try count.first { $0.int(0) }]
                            }
                        }
                        // One transaction sees one state.
                        #expect(counts[0] == counts[1])
                    }
                }
            }
            group.addTask {
                for _ in 0..<200 {
                    try await writer.perform { connection throws(SQLiteError) in
                        try connection.statement("INSERT INTO t VALUES (1)").run()
                    }
                }
            }
            try await group.waitForAll()
        }
        let count = try await pool.perform { connection throws(SQLiteError) in
            try connection.statement("SELECT count(*) FROM t").first { $0.int(0) }
        }
        #expect(count == 200)
    }

    /// Which thread it is, and how far it stands behind others.
    private func thread(of worker: DatabaseWorker) async -> (folder: String, niceness: Int32) {
        await worker.perform { _ in
            var name = [UInt8](repeating: 0, count: 64)
            // Safe: at most as many bytes as there are are written.
            let count = name.withUnsafeMutableBytes { readlink("/proc/thread-self", $0.baseAddress!, $0.count) }
            let folder = "/proc/" + String(decoding: name.prefix(max(0, count)), as: UTF8.self)
            return (folder, getpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0))
        }
    }

    @Test func aWorkerMayHaveAThreadOfItsOwn() async throws {
        var worker: DatabaseWorker? = try DatabaseWorker(
            path: ":memory:", configuration: .init(access: .readWrite, cacheBytes: 1 << 20), label: "test", niceness: 3)
        let own = getpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0)
        let first = await thread(of: worker!)
        #expect(first.niceness == min(19, own + 3))
        for _ in 0..<20 {
            await Task.yield()
            #expect(await thread(of: worker!).folder == first.folder)
        }
        worker = nil
        // And it ends with its worker.
        for _ in 0..<600 where access(first.folder, F_OK) == 0 { try await Task.sleep(for: .milliseconds(50)) }
        #expect(access(first.folder, F_OK) != 0)
    }
}
