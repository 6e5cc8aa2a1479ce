import Model
import SQLite

/// What is known of a span's meaning without its payloads: the interpreted columns of its row.
enum MeaningOutline {
    static let columns = """
        s.title, s.operation, am.text, rm.text, s.input_tokens, s.output_tokens, s.total_tokens, \
        s.cached_tokens, s.reasoning_tokens, s.first_token
        """
    static let joins =
        "LEFT JOIN name AS am ON am.id = s.model LEFT JOIN name AS rm ON rm.id = s.requested_model"

    /// From ``columns``; the span's name is in that of ``SpanReader``.
    static func meaning(_ row: Row, from column: Int) -> Meaning {
        var meaning = Meaning(
            title: row.optionalText(column) ?? SpanReader.span(row).name,
            operation: Meaning.Operation(code: row.int(column + 1)) ?? .span)
        meaning.answeredModel = row.optionalText(column + 2)
        meaning.requestedModel = row.optionalText(column + 3)
        let usage = TokenUsage(row, from: column + 4)
        meaning.usage = usage == TokenUsage() ? nil : usage
        meaning.timeToFirstToken = row.optionalInt64(column + 9)
        return meaning
    }
}
