import Glibc
import SQLite
import TestSupport
import Testing

/// Queries that somebody else has written, many of them with no good in mind.
@Suite struct QueryConnectionTests {
    let directory = TemporaryDirectory()

    private var path: String { directory.file("a.db") }

    private func connection() throws -> QueryConnection {
        let writer = try Connection(path: path, configuration: .init(access: .readWrite, cacheBytes: 1 << 20))
        try writer.execute(
            "PRAGMA journal_mode = WAL; CREATE TABLE IF NOT EXISTS item (id INTEGER PRIMARY KEY, text TEXT); INSERT OR REPLACE INTO item VALUES (1, 'one'), (2, NULL)")
        return try QueryConnection(path: path, setUp: "CREATE TEMP VIEW items AS SELECT id AS number, text FROM item")
    }

    private func rows(_ sql: String, _ limits: QueryLimits = QueryLimits()) throws -> [[Value]] {
        var rows: [[Value]] = []
        _ = try connection().run(sql, limits: limits, columns: { _ in }) { row in
            rows.append(row)
            return true
        }
        return rows
    }

    @Test func values() throws {
        #expect(
            try rows("SELECT 1, 2.5, 'x', x'00ff', NULL")
                == [[.integer(1), .real(2.5), .text("x"), .blob([0, 255]), .null]])
        #expect(try rows("SELECT number, text FROM items ORDER BY 1;  -- the end") == [[.integer(1), .text("one")], [.integer(2), .null]])
        #expect(try rows("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3) SELECT sum(i) FROM n") == [[.integer(6)]])
        #expect(try rows("SELECT name FROM pragma_table_info('item')") == [[.text("id")], [.text("text")]])
        #expect(try rows("SELECT value FROM json_each('[7]')") == [[.integer(7)]])
        #expect(try !rows("EXPLAIN QUERY PLAN SELECT * FROM item").isEmpty)
    }

    @Test(arguments: [
        "INSERT INTO item VALUES (3, 'x')", "UPDATE item SET text = 'x'", "DELETE FROM item", "REPLACE INTO item VALUES (1, 'x')",
        "DROP TABLE item", "DROP VIEW items", "CREATE TABLE x (y)", "CREATE TEMP TABLE x (y)", "CREATE TEMP VIEW v AS SELECT 1",
        "CREATE INDEX i ON item (text)", "CREATE TRIGGER t AFTER INSERT ON item BEGIN SELECT 1; END", "ALTER TABLE item ADD COLUMN z",
        "CREATE VIRTUAL TABLE f USING fts5(x)", "ATTACH ':memory:' AS a", "ATTACH '/tmp/martlet-attached.db' AS a", "DETACH main",
        "VACUUM", "VACUUM INTO '/tmp/martlet-vacuumed.db'", "REINDEX", "ANALYZE", "BEGIN", "BEGIN IMMEDIATE", "COMMIT", "ROLLBACK", "SAVEPOINT s",
        "PRAGMA journal_mode = DELETE", "PRAGMA query_only = OFF", "PRAGMA writable_schema = ON", "PRAGMA user_version = 9", "PRAGMA wal_checkpoint(TRUNCATE)",
        "PRAGMA mmap_size = 1000000000", "PRAGMA cache_size = 1000000", "PRAGMA temp_store_directory = '/'", "PRAGMA key = 'x'", "PRAGMA database_list",
        "SELECT load_extension('/tmp/x.so')", "SELECT fts3_tokenizer('simple')", "SELECT * FROM pragma_journal_mode('delete')",
        "SELECT * FROM pragma_database_list", "SELECT * FROM pragma_wal_checkpoint", "SELECT readfile('/etc/passwd')",
        "UPDATE sqlite_schema SET sql = ''", "INSERT INTO item SELECT * FROM item RETURNING id", "DELETE FROM item RETURNING *",
        "WITH x AS (SELECT 1) DELETE FROM item", "EXPLAIN DELETE FROM item", "SELECT 1; SELECT 2", "SELECT 1; DELETE FROM item", "; DELETE FROM item",
        "SELECT 1;;DELETE FROM item", "/* */ DROP TABLE item", "SELECT 1 -- \u{0} x", "", " ", ";", "-- nothing", "nonsense", "SELECT", "SELECT * FROM nothing",
        "SELECT 'unfinished", "SELECT \(String(repeating: "(", count: 5_000))1", "SELECT '\(String(repeating: "x", count: 200_000))'",
        "SELECT zeroblob(1000000000)", "SELECT replace(hex(zeroblob(500000)), '0', '00000000')",
        "SELECT 'a' LIKE '\(String(repeating: "%a", count: 500))'",
        "SELECT \((0..<300).map { String($0) }.joined(separator: ","))",
        "SELECT 1 \(String(repeating: "UNION ALL SELECT 1 ", count: 600))",
    ])
    func onlyQueriesAreAnswered(sql: String) throws {
        #expect(throws: QueryError.self) { try rows(sql) }
        #expect(try rowsAgain() == [[.integer(2), .integer(0)]])
        for path in ["/tmp/martlet-attached.db", "/tmp/martlet-vacuumed.db"] { #expect(!FileBytes.exists(path)) }
    }

    /// What another connection finds: the two rows, and no version.
    private func rowsAgain() throws -> [[Value]] {
        var rows: [[Value]] = []
        let connection = try Connection(path: path, configuration: .init(access: .readOnly, cacheBytes: 1 << 20))
        rows += try Statement("SELECT count(*), (SELECT user_version FROM pragma_user_version) FROM item", on: connection)
            .all { [$0.value(0), $0.value(1)] }
        return rows
    }

    @Test(arguments: [
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n",
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT 1 FROM n) SELECT max(i) FROM n",
        """
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 100000) \
        SELECT count(*) FROM n AS a, n AS b, n AS c WHERE a.i + b.i = c.i
        """,
    ])
    func whatTakesTooLongEnds(sql: String) throws {
        let start = time(nil)
        #expect(throws: QueryError.tooSlow) { try rows(sql, QueryLimits(nanoseconds: 300_000_000)) }
        // And not in hours: the bound is for a machine that does other things meanwhile.
        #expect(time(nil) - start < 60)
    }

    @Test func whatTakesTooMuchMemoryEnds() throws {
        let sql = """
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) \
            SELECT i, hex(zeroblob(10000)) || i AS t FROM n ORDER BY t
            """
        #expect(throws: QueryError.tooMuchMemory) {
            try rows(sql, QueryLimits(nanoseconds: 900_000_000_000, memoryBytes: 64 << 20))
        }
    }

    @Test func longAnswersAreCut() throws {
        let all = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i, hex(zeroblob(500)) FROM n"
        let connection = try connection()
        var count = 0
        var names: [String] = []
        #expect(try !connection.run(all, limits: QueryLimits(rows: 7), columns: { names = $0 }) { _ in count += 1; return true })
        #expect(count == 7)
        #expect(names == ["i", "hex(zeroblob(500))"])
        count = 0
        #expect(try !connection.run(all, limits: QueryLimits(bytes: 10_000), columns: { _ in }) { _ in count += 1; return true })
        #expect(count == 9)
        // After all that it answers as before.
        #expect(try connection.run("SELECT 1", limits: QueryLimits(), columns: { _ in }) { $0 == [.integer(1)] })
    }
}
