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
        try insert(
            number: Int64(bitPattern: payload.number), key: key, mediaType: Int(payload.mediaType.rawValue),
            isCut: payload.isCut, time: payload.time, totalLength: Int64(clamping: payload.totalLength),
            offset: Int64(clamping: payload.offset), span: span, count: count
        ) { $0.add(payload.bytes) }
        return true
    }

    /// Keeps the payloads of a span that came whole: in one row, which takes half as long as two.
    ///
    /// - Parameter bytes: the same payloads, as ``ReceivedSpanReader`` has found them.
    func insert(
        _ payloads: [Payload], as bytes: UnsafeRawBufferPointer, span: Int64, names: inout TextDictionary
    ) throws(SQLiteError) {
        if payloads.count > 1, bytes.count <= Self.joinedLimit {
            return try insert(
                number: 1, key: names.lastingNumber(of: ""), mediaType: Self.joinedType, isCut: false, time: payloads[0].time,
                totalLength: Int64(bytes.count), offset: 0, span: span, count: 0
            ) { $0.add(lasting: bytes) }
        }
        for position in payloads.indices.prefix(Self.fragmentLimit) {
            let payload = payloads[position]
            try insert(
                number: Int64(position + 1), key: names.lastingNumber(of: payload.key),
                mediaType: Int(payload.mediaType.rawValue), isCut: payload.isCut, time: payload.time,
                totalLength: Int64(payload.bytes.count), offset: 0, span: span, count: position
            ) { $0.add(payload.bytes) }
        }
    }

    /// Keeps a log record behind the payloads that a span has, of which there are `place`.
    func insert(_ log: Payload, key: Int64, span: Int64, place: Int) throws(SQLiteError) {
        try insert(
            number: Int64(place + 1), key: key, mediaType: Int(log.mediaType.rawValue), isCut: log.isCut, time: log.time,
            totalLength: Int64(log.bytes.count), offset: 0, span: span, count: place
        ) { $0.add(log.bytes) }
    }

    /// The log records of a span, in the order in which they came.
    ///
    /// - Parameter key: the number of the name that they have.
    func logs(of span: Int64, key: Int64) throws(SQLiteError) -> [Payload] {
        let numbers = Self.numbers(of: span)
        return try connection.statement("SELECT time, bytes FROM payload WHERE id BETWEEN ? AND ? AND key = ? ORDER BY id")
            .all(numbers.first, numbers.last, key) { Payload(log: $0.bytes(1), time: $0.int64(0)) }
    }

    /// - Parameter content: adds the bytes.
    private func insert(
        number: Int64, key: Int64, mediaType: Int, isCut: Bool, time: Int64, totalLength: Int64, offset: Int64,
        span: Int64, count: Int, content: (inout Binder) -> Void
    ) throws(SQLiteError) {
        try connection.statement(Self.insert).run { values in
            values.add(span << 24 | Int64(count))
            values.add(number)
            values.add(key)
            values.add(mediaType)
            values.add(isCut)
            values.add(time)
            values.add(totalLength)
            values.add(offset)
            content(&values)
        }
    }

    /// Stands in place of a media type for several payloads as ``ByteReader/payloads()`` reads them. Other bytes
    /// need another number: these are in databases.
    fileprivate static let joinedType = 255
    /// Larger ones have a row for each: who reads a span may want only some of them.
    private static let joinedLimit = 64 << 10

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
        guard row.int(2) != PayloadTable.joinedType else { return add(payloads: row.bytes(8)) }
        add(
            number: row.int64(0), key: row.text(1), mediaType: row.int(2), isCut: row.int(3) != 0,
            time: row.int64(4), total: row.int64(5), offset: row.int64(6), bytes: row.bytes(8))
    }
}
