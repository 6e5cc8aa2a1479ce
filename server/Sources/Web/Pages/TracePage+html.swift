import Model

extension TracePage {
    var html: HTML {
        let text = RecordedText(budget: TextBudget())
        let rows = SpanTree(spans).rows
        let total = max(rows.count, summary.spanCount)
        let scale = TimeScale(spans, now: now)
        let detailed = detailedRows(rows)
        let shown = Set(detailed.map(\.span.id))
        let traceID = summary.id
        return .build {
            TraceHeader(page: self, text: text).html
            if !isComplete { WaitingNotice().html }
            if !rows.isEmpty {
                Tag.section(.class("timeline"), Attribute("aria-labelledby", "timeline")) {
                    Tag.h2(.id("timeline")) { "Timeline" }
                    Waterfall(rows: rows, total: total, scale: scale, text: text) { id in
                        shown.contains(id) ? .section(id) : .focus(id, in: traceID)
                    }.html
                }
            }
            Tag.section(.class("details"), Attribute("aria-labelledby", "spans")) {
                Tag.h2(.id("spans")) { rows.count == 1 ? "Call" : "Spans" }
                if detailed.count < total {
                    detailNotice(shown: detailed.count, of: total, isFocused: shown == focus.map { [$0] })
                }
                for row in detailed {
                    SpanSection(
                        span: row.span, payloads: payloads[row.span.id] ?? [],
                        scores: scores.filter { $0.span == row.span.id }, traceStart: scale.start, text: text
                    ).html
                }
            }
        }
    }

    private func detailedRows(_ rows: [SpanTree.Row]) -> [SpanTree.Row] {
        let focused = rows.filter { $0.span.id == focus }
        return focused.isEmpty ? Array(rows.prefix(Self.detailLimit)) : focused
    }

    private func detailNotice(shown: Int, of total: Int, isFocused: Bool) -> HTML {
        Tag.p(.class("callout")) {
            if !isFocused {
                "Here are the first \(Quantity.count(shown)) of \(Quantity.count(total, "span")). "
                "Others open from the timeline."
            } else {
                "Here is one of \(Quantity.count(total, "span")). "
                Tag.a(.href(.trace(summary.id))) { "Show them all" }
            }
        }
    }
}
