import Model
import SQLite

/// The table `payload`: what was seen, in fragments as they were recorded.
struct PayloadTable {
    private let connection: Connection

    init(_ connection: Connection) {
        self.connection = connection
    }

    /// Fragments that one span may have; its number takes the upper bits of theirs.
    private static let fragmentLimit = 1 << 24

    /// The numbers of a span's fragments.
    private static func numbers(of span: Int64) -> (first: Int64, last: Int64) {
        (span << 24, span << 24 | Int64(fragmentLimit - 1))
    }

    /// Keeps a span's next fragment, of which it has `count` so far; returns whether there was room.
    func insert(
        _ payload: Change.PayloadFragment, key: Int64, span: Int64, count: Int
    ) throws(SQLiteError) -> Bool {
        guard count < Self.fragmentLimit else { return false }
        try connection.statement(Self.insert).run { values in
            values.add(span << 24 | Int64(count))
            values.add(Int64(bitPattern: payload.number))
            values.add(key)
            values.add(Int(payload.mediaType.rawValue))
            values.add(payload.isCut)
            values.add(payload.time)
            values.add(Int64(clamping: payload.totalLength))
            values.add(Int64(clamping: payload.offset))
            values.add(payload.bytes)
        }
        return true
    }

    /// Keeps a payload that came whole, as a span's next fragment, of which it has `count` so far.
    func insert(_ payload: Payload, key: Int64, span: Int64, count: Int) throws(SQLiteError) {
        guard count < Self.fragmentLimit else { return }
        try connection.statement(Self.insert).run { values in
            values.add(span << 24 | Int64(count))
            values.add(count + 1)
            values.add(key)
            values.add(Int(payload.mediaType.rawValue))
            values.add(payload.isCut)
            values.add(payload.time)
            values.add(payload.bytes.count)
            values.add(0 as Int64)
            values.add(payload.bytes)
        }
    }

    private static let insert = """
        INSERT INTO payload (id, number, key, media_type, is_cut, time, total_length, \
        fragment_offset, bytes) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """

    /// Forgets the payloads of a span.
    func remove(of span: Int64) throws(SQLiteError) {
        let numbers = Self.numbers(of: span)
        try connection.statement("DELETE FROM payload WHERE id BETWEEN ? AND ?")
            .run(numbers.first, numbers.last)
    }

    /// The payloads of a span, put together, as far as `byteLimit` goes, which is lowered by what
    /// was read; and whether that is all of them.
    func payloads(
        of span: Int64, byteLimit: inout Int
    ) throws(SQLiteError) -> (payloads: [Payload], isAll: Bool) {
        var assembly = PayloadAssembly()
        var left = byteLimit
        var isAll = true
        let numbers = Self.numbers(of: span)
        try connection.statement(Self.read).forEach(numbers.first, numbers.last) { row in
            left -= row.int(7)
            guard left >= 0 else {
                isAll = false
                return false
            }
            assembly.add(row)
            return true
        }
        byteLimit = max(0, left)
        return (assembly.finish(), isAll)
    }

    /// The payloads that the first fragments of a span make.
    func payloads(of span: Int64, first count: Int) throws(SQLiteError) -> [Payload] {
        guard count > 0 else { return [] }
        var assembly = PayloadAssembly()
        let first = Self.numbers(of: span).first
        try connection.statement(Self.read).forEach(first, first | Int64(count - 1)) { row in
            assembly.add(row)
            return true
        }
        return assembly.finish()
    }

    private static let read = """
        SELECT number, name.text, media_type, is_cut, time, total_length, fragment_offset, \
        length(bytes), bytes FROM payload JOIN name ON name.id = payload.key \
        WHERE payload.id BETWEEN ? AND ? ORDER BY number, fragment_offset
        """
}

extension PayloadAssembly {
    /// A row of what ``PayloadTable`` reads.
    fileprivate mutating func add(_ row: Row) {
        add(
            number: row.int64(0), key: row.text(1), mediaType: row.int(2), isCut: row.int(3) != 0,
            time: row.int64(4), total: row.int64(5), offset: row.int64(6), bytes: row.bytes(8))
    }
}
