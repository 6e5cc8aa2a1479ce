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
        for place in spans.elements.indices {
            guard spans.elements[place].isChanged, spans.elements[place].isReceived,
                spans.elements[place].facts.usage.tokens != nil
            else { continue }
            let span = ToldUsage(spans.elements[place])
            try uncount(above: span)
            guard traces.read(span.trace, { $0.isNew }) == false else { continue }
            for below in try stored(during: span) {
                try uncount(above: below)
                if spans.read(span.row, { $0.facts.usage.tokens == nil }) == true { break }
            }
        }
    }

    /// Takes the tokens out of the spans above one, where they are the same.
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
            above.facts.usage = TokenUsage()
            if span.hasCost {
                above.facts.cost = nil
                above.facts.isCostGiven = false
            }
            let new = above.facts
            try change(trace: span.trace) { $0.exchange(old, for: new) }
            put(above)
        }
    }

    /// Spans of earlier transactions that may be below one and tell of tokens.
    private func stored(during span: ToldUsage) throws(SQLiteError) -> [ToldUsage] {
        guard var end = span.endTime else { return [] }
        var start = span.startTime
        if !span.isOfModel {
            // What an agent set going may begin behind its end, and clocks of two machines differ. Calls of models are many.
            start = max(start, Int64.min + Self.margin) - Self.margin
            end = min(end, Int64.max - Self.margin) + Self.margin
        }
        let rows = try connection.statement(
            """
            SELECT id FROM span WHERE trace = ? AND start_time BETWEEN ? AND ? AND id < ? AND id <> ? AND is_received = 1 \
            AND coalesce(total_tokens, input_tokens, output_tokens) IS NOT NULL LIMIT \(Self.widthLimit)
            """
        ).all(span.trace, start, end, firstNewSpan, span.row) { $0.int64(0) }
        var found: [ToldUsage] = []
        for row in rows {
            if let known = spans.read(row, { ToldUsage($0) }) {
                if known.hasTokens { found.append(known) }
            } else if let stored = try connection.statement(SpanRow.byRow).first(row, body: { ToldUsage(SpanRow($0)) }) {
                found.append(stored)
            }
        }
        return found
    }

    /// Spans are looked for so far up.
    private static var heightLimit: Int { 32 }
    /// So many spans are looked at below one.
    private static var widthLimit: Int { 256 }
    /// A second.
    private static var margin: Int64 { 1_000_000_000 }
}

/// What is asked of a span that tells of tokens.
private struct ToldUsage {
    let row: Int64
    let trace: Int64
    let spanID: Int64
    let parentID: Int64?
    let startTime: Int64
    let endTime: Int64?
    let input: Int?
    let hasTokens: Bool
    let hasCost: Bool
    let isOfModel: Bool

    init(_ span: borrowing SpanRow) {
        row = span.row
        trace = span.trace
        spanID = span.spanID
        parentID = span.parentID
        startTime = span.startTime
        endTime = span.endTime
        input = span.facts.usage.input
        hasTokens = span.facts.usage.tokens != nil
        hasCost = span.facts.cost != nil
        isOfModel = span.facts.operation.isOfModel
    }
}

extension StoredMeaning {
    /// Whether its tokens are those of a span below it: always, but for a call of a model. Another one may be below that only
    /// because it was made while the answer came in; the same call has the same input.
    fileprivate func repeats(_ below: ToldUsage) -> Bool {
        guard usage.tokens != nil, below.hasTokens else { return false }
        return !operation.isOfModel || usage.input == below.input
    }
}

extension Meaning.Operation {
    fileprivate var isOfModel: Bool {
        switch self {
        case .chat, .textCompletion, .generateContent, .embeddings: true
        default: false
        }
    }
}
