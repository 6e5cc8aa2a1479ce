import Model
import SQLite

/// A condition of a list that a chunk's columns tell something about.
enum FacetCondition {
    case status(SpanStatus)
    case operation(Meaning.Operation)
    /// Of a trace, its title.
    case name(String)
    case model(String)
    case tag(String)
    case level(FacetColumn, ListFilter.Bounds<Int64>)

    /// Those of a list.
    static func all(_ status: SpanStatus?, _ model: String?, _ filter: ListFilter) -> [FacetCondition] {
        var conditions: [FacetCondition] = []
        if let status { conditions.append(.status(status)) }
        if let model { conditions.append(.model(model)) }
        if let name = filter.name { conditions.append(.name(name)) }
        if let operation = filter.operation { conditions.append(.operation(operation)) }
        if let tag = filter.tag { conditions.append(.tag(tag)) }
        let levels: [(FacetColumn, ListFilter.Bounds<Int64>)] = [
            (.cost, filter.cost.billionths), (.tokens, filter.tokens.ofTokens), (.duration, filter.duration),
        ]
        for (column, bounds) in levels where bounds != .init() { conditions.append(.level(column, bounds)) }
        return conditions
    }

    /// Whether an index has the list of just this in its order; most are ok, as they come.
    ///
    /// - Parameter table: `span` or `trace`.
    func hasList(in table: String) -> Bool {
        switch self {
        case .operation: table == "span"
        case .status, .name, .model, .tag: true
        case .level: false
        }
    }

    /// What it asks of a column; `nil` if nothing in the store can fulfil it.
    ///
    /// - Parameter table: `span` or `trace`.
    func test(in table: String, _ connection: Connection) throws(SQLiteError) -> FacetTest? {
        switch self {
        case .status(let status): return .equals(.status, UInt32(status.code))
        case .operation(let operation): return .bits(.operations, 1 << UInt32(operation.code))
        case .level(let column, let bounds): return FacetLevel.within(bounds).map { .level(column, $0) }
        case .model(let text): return try Self.number(of: text, in: "name", connection).map { .bits(.models, FacetSignature.of($0)) }
        case .tag(let text): return try Self.number(of: text, in: "label", connection).map { .bits(.tags, FacetSignature.of($0)) }
        case .name(let text):
            if table == "trace" { return .equals(.name, FacetRow.digest(ofTitle: text)) }
            return try Self.number(of: text, in: "name", connection).map { .equals(.name, FacetRow.digest(ofName: $0)) }
        }
    }

    private static func number(of text: String, in texts: String, _ connection: Connection) throws(SQLiteError) -> Int64? {
        try connection.statement("SELECT id FROM \(texts) WHERE text = ?").first(text) { $0.int64(0) }
    }
}
