import Model
import SQLite

extension SpanSummary {
    static let columns = """
        \(SpanReader.columns), s.title, m.text, s.input_tokens, s.output_tokens, \
        s.total_tokens, s.cached_tokens, s.reasoning_tokens, s.operation, s.cost
        """
    static let columnCount = SpanReader.nextColumn + 9
    static let joins = "\(SpanReader.joined) LEFT JOIN name AS m ON m.id = s.model"

    /// From ``columns``.
    init(_ row: Row) {
        let span = SpanReader.span(row)
        let first = SpanReader.nextColumn
        self.init(
            span: span, title: row.optionalText(first) ?? span.name,
            model: row.optionalText(first + 1), usage: TokenUsage(row, from: first + 2),
            operation: Meaning.Operation(code: row.int(first + 7)) ?? .span,
            cost: row.dollars(first + 8))
    }
}
