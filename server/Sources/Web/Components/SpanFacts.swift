import Model

/// The numbers and names of a span, beside its conversation.
struct SpanFacts {
    let span: Span
    let meaning: Meaning?
    let traceStart: Int64
    let text: RecordedText

    var html: HTML {
        .build {
            tokens
            cost
            timings
            call
            context
        }
    }

    /// The same in one line, for a span of which there is nothing else to say.
    var line: HTML {
        Tag.dl(.class("fact-line")) {
            fact("Started", "+" + Quantity.duration(elapsed(from: traceStart, to: span.startTime)))
            fact("Duration", span.duration.map(Quantity.duration) ?? "…")
            if !span.scope.isEmpty { fact("Recorded by", text.inline(span.scope, limit: 300)) }
            if let user = meaning?.user { fact("User", text.inline(user, limit: 300)) }
            if let session = meaning?.session { fact("Session", text.inline(session, limit: 300)) }
            if let tags = meaning?.tags, !tags.isEmpty {
                fact("Tags", text.inline(tags.prefix(50).joined(separator: ", "), limit: 500))
            }
            if let total = meaning?.cost?.total { fact("Cost", Quantity.dollars(total)) }
            if span.threadID != 0 { fact("Thread", String(span.threadID)) }
            fact("Span id", span.id.hex)
        }
    }

    private func fact(_ name: String, _ value: String) -> HTML { fact(name, .text(value)) }

    private func fact(_ name: String, _ value: HTML) -> HTML {
        Tag.div {
            Tag.dt { name }
            Tag.dd { value }
        }
    }

    private var tokens: HTML? {
        guard let usage = meaning?.usage else { return nil }
        var facts = Facts("Tokens")
        facts.add("Input", usage.input.map { Quantity.count($0) })
        facts.add(partNamed: "of it from a cache", usage.cachedInput.map { Quantity.count($0) })
        facts.add("Output", usage.output.map { Quantity.count($0) })
        facts.add(partNamed: "of it reasoning", usage.reasoning.map { Quantity.count($0) })
        facts.add("Total", usage.total.map { Quantity.count($0) })
        return facts.html
    }

    private var cost: HTML? {
        guard let cost = meaning?.cost else { return nil }
        var facts = Facts("Cost")
        facts.add("Input", cost.input.map(Quantity.dollars))
        facts.add("Output", cost.output.map(Quantity.dollars))
        facts.add("Total", cost.total.map(Quantity.dollars))
        return facts.html
    }

    /// For whom and where.
    private var context: HTML? {
        var facts = Facts("Context")
        add("User", meaning?.user, to: &facts)
        add("Session", meaning?.session, to: &facts)
        add("Tags", meaning?.tags.prefix(50).joined(separator: ", "), to: &facts)
        add("Environment", meaning?.environment, to: &facts)
        add("Release", meaning?.release, to: &facts)
        add("Version", meaning?.version, to: &facts)
        return facts.html
    }

    private var timings: HTML? {
        var facts = Facts("Time")
        facts.add("Started", html: Tag.time(.datetime(Timestamp(nanoseconds: span.startTime).rfc3339)) {
            Timestamp(nanoseconds: span.startTime).text
        })
        let offset = elapsed(from: traceStart, to: span.startTime)
        if offset > 0 { facts.add("Into the trace", "+" + Quantity.duration(offset)) }
        facts.add("First token", meaning?.timeToFirstToken.map(Quantity.duration))
        facts.add("Duration", span.duration.map(Quantity.duration))
        return facts.html
    }

    private var call: HTML? {
        var facts = Facts("Call")
        add("Asked for", meaning?.requestedModel, to: &facts)
        add("Answered by", meaning?.answeredModel, to: &facts)
        add("Provider", meaning?.provider, to: &facts)
        add("Base URL", meaning?.baseURL, to: &facts)
        facts.add("HTTP status", meaning?.httpStatus.map { String($0) })
        facts.add("Retries", meaning?.retries.map { Quantity.count($0) })
        add("Response id", meaning?.responseID, to: &facts)
        add("Request id", meaning?.requestID, to: &facts)
        add("Recorded by", span.scope.isEmpty ? nil : span.scope, to: &facts)
        if span.threadID != 0 { facts.add("Thread", String(span.threadID)) }
        add("Span id", span.id.hex, to: &facts)
        return facts.html
    }

    /// Names and ids are recorded text.
    private func add(_ name: String, _ value: String?, to facts: inout Facts) {
        guard let value, !value.isEmpty else { return }
        facts.add(name, html: Tag.code { text.inline(value, limit: 300) })
    }
}
