import Model

/// One line of the list of traces.
struct TraceRow {
    let trace: TraceSummary
    let now: Int64
    let text: RecordedText

    var html: HTML {
        let started = Timestamp(nanoseconds: trace.startTime)
        return Tag.tr {
            Tag.td(.class("status-column")) { trace.status.badge }
            Tag.td(.class("what")) {
                Tag.div(.class("title")) {
                    Tag.a(.href(.trace(trace.id))) {
                        text.inline(trace.title.isEmpty ? "unnamed trace" : trace.title, limit: 300)
                    }
                    if trace.spanCount > 1 { Tag.span(.class("note")) { Quantity.count(trace.spanCount, "span") } }
                }
                preview("Prompt", "prompt", trace.inputPreview)
                preview("Answer", "answer", trace.outputPreview)
            }
            Tag.td(.class("models")) {
                for model in trace.models.prefix(4) { Tag.code(.class("model")) { text.inline(model, limit: 120) } }
                if trace.models.count > 4 { Tag.span(.class("note")) { "and \(trace.models.count - 4) more" } }
            }
            Tag.td(.class("number tokens")) { tokens }
            Tag.td(.class("number")) { duration }
            Tag.td(.class("when")) {
                Tag.time(.datetime(started.rfc3339)) {
                    Tag.span(.class("age")) { Quantity.age(of: trace.startTime, at: now) }
                    Tag.span(.class("note")) { "\(started.dateText) \(started.clockText)" }
                }
            }
        }
    }

    @HTMLBuilder
    private var duration: HTML {
        if let duration = trace.duration {
            Quantity.duration(duration)
        } else {
            Quantity.duration(elapsed(from: trace.startTime, to: now))
            Tag.span(.class("note")) { " so far" }
        }
    }

    @HTMLBuilder
    private var tokens: HTML {
        if trace.usage.input == nil, trace.usage.output == nil {
            Tag.span(.class("nothing")) { "–" }
        } else {
            Tag.span { trace.usage.input.map { Quantity.count($0) } ?? "–" }
            Tag.span(.class("arrow"), .hiddenFromReaders) { "→" }
            Tag.span { trace.usage.output.map { Quantity.count($0) } ?? "–" }
        }
        if let cost = trace.cost, cost > 0 { Tag.span(.class("note")) { Quantity.dollars(cost) } }
    }

    private func preview(_ label: String, _ name: String, _ content: String) -> HTML? {
        guard !content.isEmpty else { return nil }
        return Tag.div(.class("preview preview-\(name)")) {
            Tag.span(.class("hidden")) { "\(label): " }
            Tag.bdi { text.budget.excerpt(content, limit: 240).text }
        }
    }
}
