import Model
import SQLite

extension WorkingSet {
    /// Interprets the spans that have something new to interpret.
    mutating func interpretDue() throws(SQLiteError) {
        for row in spans.elements.lazy.filter(\.isDue).map(\.row).sorted() {
            guard var span = spans[row] else { continue }
            let payloads = try payloads(of: span)
            let meaning = interpreter.outline(of: try described(span), payloads: payloads)
            try take(meaning, texts.add(meaning), for: &span)
        }
    }

    /// All that was seen of a span.
    private func payloads(of span: SpanRow) throws(SQLiteError) -> [Payload] {
        // What came whole is in its table at once.
        if span.isNew, !span.isReceived { return PayloadAssembly.payloads(of: newFragments[span.row] ?? []) }
        var byteLimit = Int.max
        return try PayloadTable(connection).payloads(of: span.row, byteLimit: &byteLimit).payloads
    }

    /// The span as a reader of the store would see it, without its meaning.
    mutating func described(_ span: SpanRow) throws(SQLiteError) -> Span {
        Span(
            id: SpanID(UInt64(bitPattern: span.spanID)) ?? SpanReader.noID,
            traceID: traces[span.trace]?.id ?? TraceID(high: 0, low: 0),
            parentID: span.parentID.flatMap { SpanID(UInt64(bitPattern: $0)) },
            name: try names.text(of: span.name), scope: try names.text(of: span.scope),
            kind: UInt8(exactly: span.kind).flatMap(SpanKind.init) ?? .internal,
            startTime: span.startTime, endTime: span.endTime, status: span.status,
            process: try process(span.process), threadID: UInt32(truncatingIfNeeded: span.threadID))
    }

    private mutating func process(_ row: Int64) throws(SQLiteError) -> RecordedProcess? {
        if let process = processes[row] { return process }
        let found = try connection.statement(
            """
            SELECT process_id, program, executable, runtime, host, service, resource \
            FROM process WHERE id = ?
            """
        ).first(row) { SpanReader.process($0, from: 0) }
        processes[row] = found
        return found
    }

    /// Keeps what the lists show of a span's meaning, in its row and in its trace's.
    mutating func take(
        _ meaning: Meaning, _ text: SearchText, for span: inout SpanRow
    ) throws(SQLiteError) {
        span.isDue = false
        let name = try names.text(of: span.name)
        var facts = StoredMeaning()
        facts.title = meaning.title == name ? nil : meaning.title
        facts.operation = meaning.operation
        facts.model = try names.numberIfAny(of: meaning.answeredModel ?? meaning.requestedModel)
        facts.requestedModel = try names.numberIfAny(of: meaning.requestedModel)
        facts.usage = meaning.usage ?? TokenUsage()
        facts.user = try labels.numberIfAny(of: meaning.user)
        facts.session = try labels.numberIfAny(of: meaning.session)
        facts.firstToken = meaning.timeToFirstToken
        facts.tags = try tags(meaning.tags)
        if let cost = meaning.cost?.billionths {
            facts.cost = cost
            facts.isCostGiven = true
        } else {
            facts.cost = try cost(of: facts, at: span.startTime)
        }
        facts.searchMark = try index(text, of: span)
        let row = span
        try change(trace: span.trace) { trace in
            trace.exchange(row.facts, for: facts)
            let isTitle = trace.titleSpan == row.row
            if let name = meaning.traceName, isTitle || !trace.isNamed {
                trace.title = name
                trace.isNamed = true
            } else if isTitle, !trace.isNamed {
                trace.title = meaning.title
            }
            if let user = facts.user, isTitle || trace.user == nil { trace.user = user }
            if let session = facts.session, isTitle || trace.session == nil { trace.session = session }
            trace.updatePreviews(from: row, meaning: meaning)
        }
        span.facts = facts
        put(span)
    }

    /// Gives a span its cost again, unless its sender said what it is.
    mutating func price(_ span: SpanRow) throws(SQLiteError) {
        // Of one without tokens, a span below it may have them, whose cost is not known: what it said stays.
        guard !span.facts.isCostGiven, span.facts.usage != TokenUsage() else { return }
        var facts = span.facts
        facts.cost = try cost(of: facts, at: span.startTime)
        guard facts.cost != span.facts.cost, var trace = try trace(span.trace) else { return }
        trace.exchange(span.facts, for: facts)
        var span = span
        span.facts = facts
        put(span)
        put(trace)
    }

    private mutating func cost(of facts: StoredMeaning, at time: Int64) throws(SQLiteError) -> Int64? {
        guard let model = facts.model, facts.usage != TokenUsage() else { return nil }
        let name = try names.text(of: model)
        if prices == nil { prices = PriceList(try PriceTable(connection).all()) }
        return prices?.cost(of: facts.usage, model: name, at: time)
    }

    private mutating func tags(_ tags: [String]) throws(SQLiteError) -> [Int64] {
        guard !tags.isEmpty else { return [] }
        var numbers: Set<Int64> = []
        for tag in tags.prefix(Self.tagLimit) {
            if let number = try labels.numberIfAny(of: tag) { numbers.insert(number) }
        }
        return numbers.sorted()
    }

    /// A span is listed under so many tags at most.
    private static var tagLimit: Int { 64 }
}

extension TraceRow {
    /// Exchanges one span's share of the sums for another.
    mutating func exchange(_ old: StoredMeaning, for new: StoredMeaning) {
        operations.exchange(old.operation, for: new.operation)
        usage = usage.exchanging(old.usage, for: new.usage)
        if old.cost != nil { pricedSpanCount -= 1 }
        if new.cost != nil { pricedSpanCount += 1 }
        cost = pricedSpanCount > 0 ? (cost ?? 0) &- (old.cost ?? 0) &+ (new.cost ?? 0) : nil
    }

    /// The first prompt and the last answer.
    fileprivate mutating func updatePreviews(from span: SpanRow, meaning: Meaning) {
        let isFirst = input.map {
            $0.span == span.row || (span.startTime, span.row) < ($0.time, $0.span)
        } ?? true
        if isFirst {
            let text = Preview.prompt(meaning.input)
            if !text.isEmpty { input = Excerpt(text: text, span: span.row, time: span.startTime) }
        }
        let time = span.endTime ?? span.startTime
        let isLast = output.map {
            $0.span == span.row || (time, span.row) > ($0.time, $0.span)
        } ?? true
        if isLast {
            let text = Preview.answer(meaning.output)
            if !text.isEmpty { output = Excerpt(text: text, span: span.row, time: time) }
        }
    }
}

extension Cost {
    /// In billionths of a US dollar; `nil` if it says nothing, or nothing that can be.
    var billionths: Int64? {
        guard let dollars = total ?? (input ?? output).map({ _ in (input ?? 0) + (output ?? 0) }),
            dollars.isFinite, dollars.magnitude < 1e9
        else { return nil }
        return Int64((dollars * 1e9).rounded())
    }
}
