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
            timings
            call
        }
    }

    /// The same in one line, for a span of which there is nothing else to say.
    var line: HTML {
        Tag.dl(.class("fact-line")) {
            fact("Started", "+" + Quantity.duration(elapsed(from: traceStart, to: span.startTime)))
            fact("Duration", span.duration.map(Quantity.duration) ?? "…")
            if !span.scope.isEmpty { fact("Recorded by", text.inline(span.scope, limit: 300)) }
            fact("Thread", String(span.threadID))
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
