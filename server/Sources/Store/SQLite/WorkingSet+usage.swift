import Model
import SQLite

extension WorkingSet {
    /// Sees to it that sums have tokens once of which several spans tell, and what they cost.
    ///
    /// An agent says how many the calls took that it made, and a call of a model is often seen by two recorders, one inside of
    /// the other. What the span farthest down says counts; those above it are without tokens in the table, and their own
    /// pages still show what they say. Only spans that were received are looked at: of what a journal recorded, none says
    /// what another one does.
    mutating func countUsageOnce() throws(SQLiteError) {
        // More may come while this goes on, which have not changed.
        for place in spans.elements.indices where spans.elements[place].isChanged && spans.elements[place].isReceived {
            let span = ToldUsage(spans.elements[place])
            if span.tells { try uncount(above: span) }
            guard traces.read(span.trace, { $0.isNew }) == false else { continue }
            if !span.tells {
                // It may join what is below it to what is above.
                guard spans.elements[place].isNew, try hasStoredChild(span) else { continue }
            }
            for below in try stored(during: span) {
                try uncount(above: below)
                if span.tells, spans.read(span.row, { $0.facts.usage.tokens == nil && $0.facts.cost == nil }) == true { break }
            }
        }
    }

    /// The same for spans that have got another cost, and nothing else.
    mutating func countCostOnce() throws(SQLiteError) {
        for place in spans.elements.indices where spans.elements[place].isChanged && spans.elements[place].isReceived {
            let span = ToldUsage(spans.elements[place])
            if span.hasCost { try uncount(above: span) }
        }
    }

    /// Takes out of the spans above one what it says too.
    private mutating func uncount(above span: ToldUsage) throws(SQLiteError) {
        var parent = span.parentID
        for _ in 0..<Self.heightLimit {
            guard let id = parent, id != span.spanID, let row = try findRow(ofReceived: id, inTrace: span.trace) else { return }
            var isRepeated = false
            // Where it lies: a row that is copied is counted.
            _ = spans.read(row) { above in
                parent = above.parentID
                isRepeated = above.facts.repeats(span)
            }
            guard isRepeated, var above = spans[row] else { continue }
            let old = above.facts
            if span.hasTokens { above.facts.usage = TokenUsage() }
            if span.hasCost {
                above.facts.cost = nil
                above.facts.isCostGiven = false
            }
            let new = above.facts
            try change(trace: span.trace) { $0.exchange(old, for: new) }
            put(above)
        }
    }

    /// Whether a span of an earlier transaction is a child of one that is new. Only the first that began with it are looked at.
    private func hasStoredChild(_ span: ToldUsage) throws(SQLiteError) -> Bool {
        try connection.statement(
            """
            SELECT 1 FROM (SELECT parent_id FROM span WHERE trace = ? AND start_time >= ? AND id < ? \
            ORDER BY start_time LIMIT \(Self.childLimit)) WHERE parent_id = ? LIMIT 1
            """
        ).first(span.trace, max(span.startTime, Int64.min + Self.margin) - Self.margin / 100, firstNewSpan, span.spanID) { _ in true } ?? false
    }

    /// Spans of earlier transactions that may be below one and tell of something.
    private func stored(during span: ToldUsage) throws(SQLiteError) -> [ToldUsage] {
        var (start, end) = (span.startTime, span.endTime ?? .max)
        if !span.operation.isModelCall {
            // What an agent set going may begin behind its end, and clocks of two machines differ. Calls of models are many.
            start = max(start, Int64.min + Self.margin) - Self.margin
            end = min(end, Int64.max - Self.margin) + Self.margin
        }
        // Of a call of a model, only the same call is a repetition.
        let input = span.operation.isModelCall ? span.usage.input : nil
        let found = try connection.statement(
            """
            SELECT \(ToldUsage.columns) FROM span WHERE trace = ? AND start_time BETWEEN ? AND ? AND id < ? AND id <> ? \
            AND is_received = 1 AND coalesce(total_tokens, input_tokens, output_tokens, cost) IS NOT NULL \
            AND (?6 IS NULL OR input_tokens = ?6) LIMIT \(Self.widthLimit)
            """
        ).all(span.trace, start, end, firstNewSpan, span.row, input) { ToldUsage($0, trace: span.trace) }
        // What this transaction has changed is as it is here.
        return found.map { stored in spans.read(stored.row) { ToldUsage($0) } ?? stored }.filter(\.tells)
    }

    /// Spans are looked for so far up.
    private static var heightLimit: Int { 32 }
    /// So many spans are looked at below one.
    private static var widthLimit: Int { 256 }
    /// Of so many, one is looked for that is a child.
    private static var childLimit: Int { 64 }
    /// A second.
    private static var margin: Int64 { 1_000_000_000 }
}

/// What is asked of a span that tells of tokens, or what it cost.
private struct ToldUsage {
    let row: Int64
    let trace: Int64
    let spanID: Int64
    let parentID: Int64?
    let startTime: Int64
    let endTime: Int64?
    let operation: Meaning.Operation
    let usage: TokenUsage
    let hasCost: Bool

    init(_ span: borrowing SpanRow) {
        row = span.row
        trace = span.trace
        spanID = span.spanID
        parentID = span.parentID
        startTime = span.startTime
        endTime = span.endTime
        operation = span.facts.operation
        usage = span.facts.usage
        hasCost = span.facts.cost != nil
    }

    static let columns = """
        id, span_id, parent_id, start_time, end_time, operation, cost, input_tokens, output_tokens, total_tokens, \
        cached_tokens, reasoning_tokens
        """

    init(_ row: Row, trace: Int64) {
        self.row = row.int64(0)
        self.trace = trace
        spanID = row.int64(1)
        parentID = row.optionalInt64(2)
        startTime = row.int64(3)
        endTime = row.optionalInt64(4)
        operation = Meaning.Operation(code: row.int(5)) ?? .span
        hasCost = !row.isNull(6)
        usage = TokenUsage(row, from: 7)
    }

    /// None is said of a call that failed, and by some of a stream: that says nothing of the spans above.
    var hasTokens: Bool { (usage.tokens ?? 0) > 0 }
    var tells: Bool { hasTokens || hasCost }
}

extension StoredMeaning {
    /// Whether it says what a span below it does.
    fileprivate func repeats(_ below: ToldUsage) -> Bool {
        guard usage.tokens != nil && below.hasTokens || cost != nil && below.hasCost else { return false }
        // Below a call of a model there may be another one, made while the answer came in. The same call has the same input, and
        // who is nearer to it sees no less of it.
        if operation.isModelCall {
            guard let input = usage.input, let tokens = usage.tokens, let known = below.usage.tokens else { return false }
            return input == below.usage.input && known >= tokens
        }
        // What an agent has embedded is little beside what it asks its model, whose calls may not be traced.
        if below.operation == .embeddings { return usage.tokens != nil && usage.tokens == below.usage.tokens }
        return true
    }
}
