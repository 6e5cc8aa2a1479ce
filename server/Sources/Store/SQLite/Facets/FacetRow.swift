import SQLite

/// What a chunk keeps of one row.
struct FacetRow {
    var row: Int64
    var startTime: Int64
    var status: UInt32
    var operations: UInt32
    var name: UInt32
    var models: UInt32
    var tags: UInt32
    var duration: UInt16
    var tokens: UInt16
    var cost: UInt16

    static func digest(ofName name: Int64) -> UInt32 { UInt32(truncatingIfNeeded: name) }

    /// FNV-1a: it is in the database.
    static func digest(ofTitle title: String) -> UInt32 {
        var digest: UInt32 = 2_166_136_261
        for byte in title.utf8 { digest = (digest ^ UInt32(byte)) &* 16_777_619 }
        return digest
    }
}

extension FacetRow {
    /// The rows of a table whose numbers lie between two, both included.
    static func select(from table: String) -> String { table == "trace" ? selectTraces : selectSpans }

    private static let selectSpans = """
        SELECT id, start_time, status, 1 << operation, name, coalesce(model || ' ', '') || coalesce(requested_model, ''), tags, \
        \(SpanRow.duration), \(SpanRow.tokens), cost FROM span AS s NOT INDEXED WHERE id BETWEEN ? AND ?
        """
    private static let selectTraces = """
        SELECT id, start_time, status, operations, title, \
        (SELECT group_concat(model, ' ') FROM trace_model WHERE trace = t.id), \
        (SELECT group_concat(tag, ' ') FROM trace_tag WHERE trace = t.id), \(TraceRow.duration), \
        \(TraceRow.tokens), cost FROM trace AS t NOT INDEXED WHERE id BETWEEN ? AND ?
        """

    init(_ row: Row, of table: String) {
        let signature = { (column: Int) in
            row.isNull(column) ? 0 : FacetSignature.of(row.text(column).split(separator: " ").lazy.compactMap { Int64($0) })
        }
        self.init(
            row: row.int64(0), startTime: row.int64(1), status: UInt32(truncatingIfNeeded: row.int(2)),
            operations: UInt32(truncatingIfNeeded: row.int64(3)),
            name: table == "trace" ? Self.digest(ofTitle: row.text(4)) : Self.digest(ofName: row.int64(4)),
            models: signature(5), tags: signature(6), duration: FacetLevel.of(row.optionalInt64(7)),
            tokens: FacetLevel.of(row.optionalInt64(8)), cost: FacetLevel.of(row.optionalInt64(9)))
    }
}

extension FacetRow {
    /// A column of these rows; numbers have their lowest byte first.
    ///
    /// - Parameter first: the first number that a row of the chunk can have.
    static func bytes(of column: FacetColumn, in rows: [FacetRow], from first: Int64) -> [UInt8] {
        switch column {
        case .place: bytes(rows) { UInt16(truncatingIfNeeded: $0.row - first) }
        case .startTime: bytes(rows) { $0.startTime }
        case .status: CodedFacets.bytes(rows.lazy.map(\.status))
        case .operations: CodedFacets.bytes(rows.lazy.map(\.operations))
        case .name: CodedFacets.bytes(rows.lazy.map(\.name))
        case .models: CodedFacets.bytes(rows.lazy.map(\.models))
        case .tags: CodedFacets.bytes(rows.lazy.map(\.tags))
        case .duration: rows.map { UInt8($0.duration >> 8) }
        case .durationRest: rows.map { UInt8(truncatingIfNeeded: $0.duration) }
        case .tokens: rows.map { UInt8($0.tokens >> 8) }
        case .tokensRest: rows.map { UInt8(truncatingIfNeeded: $0.tokens) }
        case .cost: rows.map { UInt8($0.cost >> 8) }
        case .costRest: rows.map { UInt8(truncatingIfNeeded: $0.cost) }
        }
    }

    private static func bytes<Value: FixedWidthInteger>(_ rows: [FacetRow], _ value: (FacetRow) -> Value) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: rows.count * MemoryLayout<Value>.size) { buffer, count in
            // Safe: there is room for as many values as there are rows.
            let start = UnsafeMutableRawPointer(buffer.baseAddress!)
            for row in rows {
                start.storeBytes(of: value(row).littleEndian, toByteOffset: count, as: Value.self)
                count += MemoryLayout<Value>.size
            }
        }
    }
}
