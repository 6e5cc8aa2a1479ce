import Model
import SQLite

/// The table `score`.
struct ScoreTable {
    private let connection: Connection

    init(_ connection: Connection) {
        self.connection = connection
    }

    /// Keeps a score, in place of an earlier one of the same id.
    func put(_ score: Score) throws(SQLiteError) {
        let (kind, number, text) = score.value.columns
        try connection.statement(
            """
            INSERT OR REPLACE INTO score (id, name, kind, number, text, trace_high, trace_low, \
            span_id, session, comment, environment, metadata, time) \
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """
        ).run(
            score.id, score.name, kind, number, text,
            score.trace.map { Int64(bitPattern: $0.high) },
            score.trace.map { Int64(bitPattern: $0.low) },
            score.span.map { Int64(bitPattern: $0.value) }, score.session, score.comment,
            score.environment, score.metadata, score.time)
    }

    /// The scores of a trace and of its spans, the earliest first.
    func scores(of trace: TraceID) throws(SQLiteError) -> [Score] {
        try connection.statement(
            "\(Self.selection) WHERE trace_high = ? AND trace_low = ? ORDER BY time, id"
        ).all(Int64(bitPattern: trace.high), Int64(bitPattern: trace.low)) { Self.score($0) }
    }

    /// The scores of a session itself, the earliest first.
    func scores(ofSession session: String, limit: Int) throws(SQLiteError) -> [Score] {
        try connection.statement("\(Self.selection) WHERE session = ? ORDER BY time, id LIMIT ?")
            .all(session, limit) { Self.score($0) }
    }

    /// Those of sessions themselves, with which no trace goes.
    func removeOfSessions(before time: Int64) throws(SQLiteError) {
        // By its index, which has the time: sessions are few beside spans.
        try connection.statement("DELETE FROM score WHERE session IS NOT NULL AND time < ? AND trace_high IS NULL").run(time)
    }

    private static let selection = """
        SELECT id, name, kind, number, text, span_id, session, comment, \
        environment, metadata, time, trace_high, trace_low FROM score
        """

    private static func score(_ row: Row) -> Score {
        var trace: TraceID?
        if let high = row.optionalInt64(11), let low = row.optionalInt64(12) {
            trace = TraceID(high: UInt64(bitPattern: high), low: UInt64(bitPattern: low))
        }
        return Score(
            id: row.text(0), name: row.text(1),
            value: Score.Value(kind: row.int(2), number: row.double(3), text: row.optionalText(4) ?? ""),
            trace: trace, span: row.optionalInt64(5).flatMap { SpanID(UInt64(bitPattern: $0)) },
            session: row.optionalText(6), comment: row.optionalText(7),
            environment: row.optionalText(8), metadata: row.optionalText(9), time: row.int64(10))
    }
}

extension Score.Value {
    /// Kind, number and text as the table has them. Never give a kind another meaning.
    fileprivate var columns: (kind: Int, number: Double?, text: String?) {
        switch self {
        case .number(let value): (0, value, nil)
        case .bool(let value): (1, value ? 1 : 0, nil)
        case .category(let text): (2, nil, text)
        case .text(let text): (3, nil, text)
        }
    }

    fileprivate init(kind: Int, number: Double, text: String) {
        switch kind {
        case 0: self = .number(number)
        case 1: self = .bool(number != 0)
        case 2: self = .category(text)
        default: self = .text(text)
        }
    }
}
