import SQLite
import TestSupport
import Testing

/// A connection that writes has a tokenizer of its own, one that reads has SQLite's; both find the same words.
@Suite struct WordTokenizerTests {
    let directory = TemporaryDirectory()

    /// A table in each, in memory.
    func connections(_ tokenizer: String) throws -> [Connection] {
        let path = directory.file("db")
        return try [Connection.Access.readWrite, .readOnly].map { access in
            let connection = try Connection(path: path, configuration: .init(access: access, cacheBytes: 1 << 20))
            try connection.execute(
                """
                CREATE VIRTUAL TABLE temp.text USING fts5 (words, tokenize = "\(tokenizer)");
                CREATE VIRTUAL TABLE temp.word USING fts5vocab (temp, text, instance);
                """)
            return connection
        }
    }

    /// Puts texts in, and returns each word with its text and its place there.
    func words(_ connection: Connection, _ texts: [[UInt8]]) throws -> [String] {
        try connection.execute("DELETE FROM temp.text")
        for (number, text) in texts.enumerated() {
            try connection.statement("INSERT INTO temp.text (rowid, words) VALUES (?, CAST(? AS TEXT))").run(number, text)
        }
        return try connection.statement("SELECT doc, offset, hex(term) FROM temp.word ORDER BY 1, 2, 3")
            .all { "\($0.int(0)) \($0.int(1)) \($0.text(2))" }
    }

    func expectTheSame(_ texts: [[UInt8]], _ tokenizer: String = "unicode61 remove_diacritics 2") throws {
        let found = try connections(tokenizer).map { try words($0, texts) }
        #expect(found[0] == found[1])
        #expect(!found[0].isEmpty)
    }

    @Test func theWordsOfATable() throws {
        let texts = ["The Swift, the swift: 12 SWIFTS_x", " na\u{EF}ve Caf\u{E9}s\u{301} x", "", " .,\n", "\u{6F22}\u{5B57}A b"]
        let connection = try connections("unicode61 remove_diacritics 2")[0]
        let words = try words(connection, texts.map { Array($0.utf8) })
        #expect(words.count == 7 + 3 + 2)
        #expect(words.contains("0 1 7377696674") && words.contains("1 1 6361666573"))
        try expectTheSame(texts.map { Array($0.utf8) })
    }

    /// Each character alone, and with others around it.
    @Test(arguments: ["unicode61 remove_diacritics 2", "unicode61 remove_diacritics 0", "unicode61", "unicode61 tokenchars '-_' separators 'xQ1'"])
    func everyCharacter(_ tokenizer: String) throws {
        let values = Array(0...0xFFFF) + stride(from: 0x1_0000, through: 0x10_FFFF, by: 251)
        let texts = values.compactMap { Unicode.Scalar($0) }.map { Array("\($0) a\($0) \($0)Bc a\($0)b ABCDEFGH\($0)IJ_\($0)-K".utf8) }
        try expectTheSame(texts, tokenizer)
    }

    @Test func randomTexts() throws {
        var random = SplitMix(state: 11)
        let pieces = ["a", "Z", "0", " ", "_", "\u{E9}", "e\u{301}", "\u{301}", "\u{DF}", "\u{130}", "\u{439}", "\u{6F22}", "\u{1F600}", "\0", "."]
            .map { Array($0.utf8) } + [[0xC3], [0x80], [0xFF], [0xF0, 0x9F], [0xED, 0xA0, 0x80]]
        let texts = (0..<6_000).map { _ in
            (0..<Int(random.next() % 50)).flatMap { _ in pieces[Int(random.next() % UInt64(pieces.count))] }
        }
        try expectTheSame(texts)
    }

    @Test func wordsOfAnyLength() throws {
        let lengths = Array(1...40) + Array(245...275) + [1_000, 32_767, 32_768, 40_000]
        let texts = lengths.flatMap { length in
            [repeatElement(UInt8(ascii: "X"), count: length) + [0x20, 0x79], repeatElement(UInt8(ascii: "x"), count: length) + [0xC3, 0xA9, 0x20, 0x79]]
        }
        try expectTheSame(texts)
    }

    /// Where words are: marked in the text.
    @Test func places() throws {
        let texts = ["one TWO three two", "\u{E9}t\u{E9} two (Two) \u{6F22} two", String(repeating: "two \u{E9} ", count: 40)]
        let marked = try connections("unicode61 remove_diacritics 2").map { connection in
            _ = try words(connection, texts.map { Array($0.utf8) })
            return try connection.statement(
                "SELECT highlight(text, 0, '<', '>') || snippet(text, 0, '[', ']', '~', 3) FROM temp.text WHERE text MATCH ? ORDER BY rowid"
            ).all("two OR ete") { $0.text(0) }
        }
        #expect(marked[0] == marked[1])
        #expect(marked[0].count == 3 && marked[0][1].hasPrefix("<\u{E9}t\u{E9}> <two> (<Two>) \u{6F22} <two>"))
    }

    /// What one has written the other finds.
    @Test func aFileIsTheSameForBoth() throws {
        let path = directory.file("shared")
        let writer = try Connection(path: path, configuration: .init(access: .readWrite, cacheBytes: 1 << 20))
        try writer.execute("CREATE VIRTUAL TABLE text USING fts5 (words, content = '', detail = none)")
        try writer.statement("INSERT INTO text (rowid, words) VALUES (7, ?)").run("Ein SCHÖNER Tag")
        let reader = try Connection(path: path, configuration: .init(access: .readOnly, cacheBytes: 1 << 20))
        for connection in [writer, reader] {
            let find = try connection.statement("SELECT rowid FROM text WHERE text MATCH ?")
            #expect(try find.all("schoner AND ta*") { $0.int(0) } == [7])
            #expect(try find.all("schon") { $0.int(0) } == [])
        }
        #expect(try reader.statement("SELECT sql FROM sqlite_schema WHERE name = 'text'").first { $0.text(0) }?.contains("tokenize") == false)
    }
}
