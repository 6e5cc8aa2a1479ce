import Model
import SQLite

/// What lists and charts ask of a span's meaning: the interpreted columns of the table `span`.
struct StoredMeaning: Equatable {
    /// `nil` if it is the span's name.
    var title: String?
    var operation = Meaning.Operation.span
    var model: Int64?
    var requestedModel: Int64?
    var usage = TokenUsage()
    var user: Int64?
    var session: Int64?
    /// Nanoseconds.
    var firstToken: Int64?
    /// Billionths of a US dollar.
    var cost: Int64?
    /// The sender said what it cost, so no price is applied.
    var isCostGiven = false
    /// In the order of their numbers, each once.
    var tags: [Int64] = []
    /// What the search index has of it; see ``SearchTable``.
    var searchMark: Int64?

    /// The models under which it is found, each once.
    var models: [Int64] {
        guard let model else { return requestedModel.map { [$0] } ?? [] }
        guard let requestedModel, requestedModel != model else { return [model] }
        return [model, requestedModel]
    }
}

extension StoredMeaning {
    static let columns = """
        title, operation, model, requested_model, input_tokens, output_tokens, total_tokens, \
        cached_tokens, reasoning_tokens, user, session, first_token, cost, is_cost_given, \
        tags, search_digest
        """
    static let placeholders = "?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?"

    init(_ row: Row, from column: Int) {
        self.init(
            title: row.optionalText(column),
            operation: Meaning.Operation(code: row.int(column + 1)) ?? .span,
            model: row.optionalInt64(column + 2), requestedModel: row.optionalInt64(column + 3),
            usage: TokenUsage(row, from: column + 4), user: row.optionalInt64(column + 9),
            session: row.optionalInt64(column + 10), firstToken: row.optionalInt64(column + 11),
            cost: row.optionalInt64(column + 12), isCostGiven: row.int(column + 13) != 0,
            tags: row.isNull(column + 14)
                ? [] : row.text(column + 14).split(separator: " ").compactMap { Int64($0) },
            searchMark: row.optionalInt64(column + 15))
    }

    func bind(to values: inout Binder) {
        values.add(title)
        values.add(operation.code)
        values.add(model)
        values.add(requestedModel)
        values.add(usage.input)
        values.add(usage.output)
        values.add(usage.total)
        values.add(usage.cachedInput)
        values.add(usage.reasoning)
        values.add(user)
        values.add(session)
        values.add(firstToken)
        values.add(cost)
        values.add(isCostGiven)
        values.add(tags.isEmpty ? nil : tags.map { String($0) }.joined(separator: " "))
        values.add(searchMark)
    }
}
