import Model
import SQLite

/// The table `payload`: what was seen, in fragments as they were recorded.
struct PayloadTable {
    private let connection: Connection

    init(_ connection: Connection) {
        self.connection = connection
    }

    /// Keeps one fragment.
    func insert(
        _ payload: Change.PayloadFragment, key: Int64, span: Int64
    ) throws(SQLiteError) {
        try connection.statement(
            """
            INSERT INTO payload (span, number, key, media_type, is_cut, time, total_length, \
            fragment_offset, bytes) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """
        ).run(
            span, Int64(bitPattern: payload.number), key, Int(payload.mediaType.rawValue),
            payload.isCut, payload.time, Int64(clamping: payload.totalLength),
            Int64(clamping: payload.offset), payload.bytes)
    }

    /// Forgets the payloads of a span.
    func remove(of span: Int64) throws(SQLiteError) {
        try connection.statement("DELETE FROM payload WHERE span = ?").run(span)
    }

    /// The payloads of a span, put together, as far as `byteLimit` goes, which is lowered by what
    /// was read; and whether that is all of them.
    func payloads(
        of span: Int64, byteLimit: inout Int
    ) throws(SQLiteError) -> (payloads: [Payload], isAll: Bool) {
        var assembly = PayloadAssembly()
        var left = byteLimit
        var isAll = true
        try connection.statement(
            """
            SELECT number, name.text, media_type, is_cut, time, total_length, fragment_offset, \
            length(bytes), bytes FROM payload JOIN name ON name.id = payload.key \
            WHERE span = ? ORDER BY number, fragment_offset
            """
        ).forEach(span) { row in
            left -= row.int(7)
            guard left >= 0 else {
                isAll = false
                return false
            }
            assembly.add(
                number: row.int64(0), key: row.text(1), mediaType: row.int(2),
                isCut: row.int(3) != 0, time: row.int64(4), total: row.int64(5),
                offset: row.int64(6), bytes: row.bytes(8))
            return true
        }
        byteLimit = max(0, left)
        return (assembly.finish(), isAll)
    }
}
