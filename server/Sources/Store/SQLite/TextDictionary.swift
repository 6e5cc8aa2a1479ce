import SQLite

/// A table of texts that come again and again, each with the number that stands for it elsewhere.
struct TextDictionary {
    private let connection: Connection
    private let find: String
    private let insert: String
    private let read: String
    private let keep: String
    private var numbers: [String: Int64] = [:]
    private var lastingNumbers: [String: Int64] = [:]
    private var texts: [Int64: String] = [:]

    /// - Parameter marksPassing: The table has a column `is_passing`, and new texts pass.
    init(table: String, marksPassing: Bool = false, _ connection: Connection) {
        self.connection = connection
        find = "SELECT id FROM \(table) WHERE text = ?"
        insert = "INSERT INTO \(table) (text\(marksPassing ? ", is_passing" : "")) VALUES (?\(marksPassing ? ", 1" : ""))"
        read = "SELECT text FROM \(table) WHERE id = ?"
        keep = "UPDATE \(table) SET is_passing = 0 WHERE id = ? AND is_passing = 1"
    }

    /// The number of a text, which is given one if it has none.
    mutating func number(of text: String) throws(SQLiteError) -> Int64 {
        if let number = numbers[text] { return number }
        var number = try connection.statement(find).first(text) { $0.int64(0) }
        if number == nil {
            try connection.statement(insert).run(text)
            number = connection.lastInsertedRow
        }
        let known = number ?? 0
        numbers[text] = known
        texts[known] = text
        return known
    }

    /// The number of a text that stands where no index finds it: it stays when others go that nothing has any more.
    mutating func lastingNumber(of text: String) throws(SQLiteError) -> Int64 {
        if let number = lastingNumbers[text] { return number }
        let number = try number(of: text)
        try connection.statement(keep).run(number)
        lastingNumbers[text] = number
        return number
    }

    /// The number of a text; none for no text, and for an empty one.
    mutating func numberIfAny(of text: String?) throws(SQLiteError) -> Int64? {
        guard let text, !text.isEmpty else { return nil }
        return try number(of: text)
    }

    /// The text of a number.
    mutating func text(of number: Int64) throws(SQLiteError) -> String {
        if let text = texts[number] { return text }
        let text = try connection.statement(read).first(number) { $0.text(0) } ?? ""
        texts[number] = text
        return text
    }
}
