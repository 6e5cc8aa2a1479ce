import Model

/// The head of a trace's page: what it was, how it stands, and its sums.
struct TraceHeader {
    let page: TracePage
    let text: RecordedText

    private var summary: TraceSummary { page.summary }

    var html: HTML {
        Tag.div(.class("trace-head")) {
            Tag.nav(.class("crumbs"), .label("Where this is")) {
                Tag.a(.href(.traces)) { "Traces" }
                Tag.code { summary.id.hex }
                Tag.a(.class("json"), .href(.json(summary.id))) { "JSON" }
                if page.canBeRemoved { removal }
            }
            Tag.div(.class("trace-title")) {
                Tag.h1 { text.inline(page.title, limit: 500) }
                summary.status.badge
            }
            Tag.dl(.class("figures")) {
                figure("Started") { started }
                figure("Duration") { duration }
                figure("Tokens") { tokens }
                if let cost = summary.cost { figure("Cost") { Quantity.dollars(cost) } }
                if let user = summary.user { figure("User") { text.inline(user, limit: 200) } }
                if let session = summary.session { figure("Session") { text.inline(session, limit: 200) } }
                if !tags.isEmpty { figure("Tags") { text.inline(tags.joined(separator: ", "), limit: 400) } }
                if !summary.models.isEmpty { figure("Models") { models } }
                figure("Spans") { Quantity.count(summary.spanCount) }
                if let process { figure("Process") { html(process) } }
            }
            ScoreList(text: text).html(page.scores.filter { $0.span == nil })
            if let seconds = page.refreshSeconds {
                Tag.p(.class("note")) { "This page loads itself again every \(seconds) s while the trace runs." }
            }
        }
    }

    /// Without scripts, what asks again is a part that is folded in.
    private var removal: HTML {
        Tag.details(.class("removal")) {
            Tag.summary { "Delete…" }
            Tag.form(.action(.removal(summary.id)), Attribute("method", "post")) {
                Tag.button(.type("submit"), .class("grave")) { "Delete this trace for ever" }
            }
        }
    }

    private var tags: [String] {
        var seen: Set<String> = []
        return page.spans.flatMap { $0.meaning?.tags ?? [] }.filter { seen.insert($0).inserted }.prefix(50).map { $0 }
    }

    private func figure(_ name: String, @HTMLBuilder value: () -> HTML) -> HTML {
        Tag.div {
            Tag.dt { name }
            Tag.dd { value() }
        }
    }

    @HTMLBuilder
    private var duration: HTML {
        if let duration = summary.duration {
            Quantity.duration(duration)
        } else {
            Quantity.duration(elapsed(from: summary.startTime, to: page.now))
            Tag.span(.class("note")) { "so far" }
        }
    }

    private var started: HTML {
        let started = Timestamp(nanoseconds: summary.startTime)
        return Tag.time(.datetime(started.rfc3339)) {
            started.text
            Tag.span(.class("note")) { Quantity.age(of: summary.startTime, at: page.now) }
        }
    }

    @HTMLBuilder
    private var tokens: HTML {
        let usage = summary.usage
        if usage == TokenUsage() {
            Tag.span(.class("nothing")) { "–" }
        } else {
            (usage.input.map { Quantity.count($0) } ?? "–") + " in, "
            (usage.output.map { Quantity.count($0) } ?? "–") + " out"
        }
    }

    @HTMLBuilder
    private var models: HTML {
        for model in summary.models.prefix(8) { Tag.code(.class("model")) { text.inline(model, limit: 120) } }
        if summary.models.count > 8 { Tag.span(.class("note")) { "and \(summary.models.count - 8) more" } }
    }

    /// The process of the first span; a trace across processes shows theirs in the spans.
    private var process: RecordedProcess? {
        guard let process = page.spans.min(by: { $0.startTime < $1.startTime })?.process else { return nil }
        // What others sent need not say of which process it is.
        let isKnown = process.processID != 0 || process.service != nil || process.program != nil || process.host != nil
        return isKnown ? process : nil
    }

    @HTMLBuilder
    private func html(_ process: RecordedProcess) -> HTML {
        let name = process.service ?? process.program ?? process.executable
        if let name { Tag.code { text.inline(name, limit: 300) } }
        Tag.span(.class("note")) {
            text.inline(
                [process.processID == 0 ? nil : "pid \(process.processID)", process.runtime, process.host].compactMap { $0 }
                    .joined(separator: ", "),
                limit: 300)
        }
    }
}
