import Model

/// All that is known of one span.
struct SpanSection {
    let span: Span
    let payloads: [Payload]
    var scores: [ShownScore] = []
    let traceStart: Int64
    let text: RecordedText

    var html: HTML {
        Tag.article(.class("span-section"), .id(Link.anchor(span.id))) {
            Tag.header(.class("span-head")) {
                Tag.h3 {
                    Tag.a(.href(.section(span.id))) { text.inline(span.shownTitle, limit: 500) }
                }
                badges
            }
            notices
            if let meaning = span.meaning, isCall(meaning) {
                Tag.div(.class("span-grid")) {
                    Tag.div(.class("span-main")) {
                        conversation(meaning)
                        RecordedValues(text: text).html(payloads)
                        ParameterTable(text: text).html("Parameters, as sent", meaning.parameters)
                        ParameterTable(text: text).html("Attributes", meaning.attributes)
                        ParameterTable(text: text).html("Metadata", meaning.metadata)
                        ScoreList(text: text).html(scores)
                    }
                    Tag.aside(.class("span-facts"), .label("Facts")) { facts.html }
                }
            } else {
                facts.line
                RecordedValues(text: text).html(payloads)
                ParameterTable(text: text).html("Attributes", span.meaning?.attributes ?? [])
                ParameterTable(text: text).html("Metadata", span.meaning?.metadata ?? [])
                ScoreList(text: text).html(scores)
            }
            PayloadList(text: text, startTime: span.startTime).html(payloads)
        }
    }

    /// More than a name, times and attributes.
    private func isCall(_ meaning: Meaning) -> Bool {
        meaning.operation != .span || !meaning.input.isEmpty || !meaning.output.isEmpty
    }

    private var facts: SpanFacts {
        SpanFacts(span: span, meaning: span.meaning, traceStart: traceStart, text: text)
    }

    private var badges: HTML {
        Tag.div(.class("badges")) {
            span.status.badge
            if let meaning = span.meaning {
                if meaning.isStream { Tag.span(.class("badge")) { "Stream" } }
                if meaning.isStream { Tag.span(.class("badge")) { Quantity.count(meaning.chunkCount, "chunk") } }
                if let retries = meaning.retries, retries > 0 {
                    Tag.span(.class("badge warning")) { Quantity.count(retries, "retry", plural: "retries") }
                }
            }
            if payloads.contains(where: \.isCut) {
                Tag.span(.class("badge warning"), .title("The recorder kept only the beginning of something")) { "cut" }
            }
        }
    }

    private var notices: HTML {
        .build {
            if let explanation = span.status.explanation {
                Tag.p(.class("callout callout-\(span.status.rawValue)")) { explanation }
            }
            if let error = span.meaning?.error { ErrorBox(error: error, text: text).html }
        }
    }

    @HTMLBuilder
    private func conversation(_ meaning: Meaning) -> HTML {
        let view = ConversationView(text: text)
        if !meaning.input.isEmpty {
            Tag.h4 { meaning.operation == .embeddings ? "Input" : "Prompt" }
            view.html(meaning.input, isAnswer: false)
        }
        if !meaning.output.isEmpty {
            Tag.h4 { "Answer" }
            view.html(meaning.output, isAnswer: true)
        } else if meaning.operation != .span, meaning.operation != .request {
            Tag.h4 { "Answer" }
            Tag.p(.class("nothing")) {
                switch span.status {
                case .running: "Nothing yet"
                case .ok: "Not recorded"
                default: "Nothing arrived"
                }
            }
        }
    }
}

extension Span {
    /// What it is called on pages.
    var shownTitle: String {
        let title = meaning?.title ?? name
        return title.isEmpty ? "unnamed span" : title
    }
}
