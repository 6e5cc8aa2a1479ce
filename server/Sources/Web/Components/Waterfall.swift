import Model

/// When each span of a trace began and ended, as bars on one scale.
struct Waterfall {
    let rows: [SpanTree.Row]
    /// Spans of the trace, of which the rows may be a part.
    let total: Int
    let scale: TimeScale
    let text: RecordedText
    /// Where a row leads.
    let link: (SpanID) -> Link
    /// Rows beyond these are left out.
    static let rowLimit = 1_000
    private static let depthLimit = 12

    var html: HTML {
        Tag.div(.class("waterfall-frame")) {
            Tag.table(.class("waterfall")) {
                Tag.thead {
                    Tag.tr {
                        Tag.th(.scope("col"), .class("name")) { "Span" }
                        Tag.th(.scope("col"), .class("state")) { "Status" }
                        Tag.th(.scope("col"), .class("number")) { "Duration" }
                        Tag.th(.scope("col"), .class("chart")) {
                            Tag.span(.class("ticks")) {
                                Tag.span { "0" }
                                Tag.span { Quantity.duration(scale.length / 2) }
                                Tag.span { Quantity.duration(scale.length) }
                            }
                        }
                    }
                }
                Tag.tbody {
                    for row in rows.prefix(Self.rowLimit) { html(row) }
                }
            }
            if rows.contains(where: { $0.span.meaning?.timeToFirstToken != nil }) {
                Tag.p(.class("key")) { "Thin: waiting for the first token." }
            }
            if total > min(rows.count, Self.rowLimit) {
                Tag.p(.class("omission")) {
                    "… \(Quantity.count(total - min(rows.count, Self.rowLimit), "more span")) not shown"
                }
            }
        }
    }

    private func html(_ row: SpanTree.Row) -> HTML {
        let span = row.span
        return Tag.tr(.class("row-\(span.status.rawValue)")) {
            Tag.th(.scope("row"), .class("name depth-\(min(row.depth, Self.depthLimit))")) {
                Tag.a(.href(link(span.id))) { text.inline(span.shownTitle, limit: 200) }
            }
            Tag.td(.class("state")) { span.status.badge }
            Tag.td(.class("number")) { span.duration.map(Quantity.duration) ?? "…" }
            Tag.td(.class("chart")) { bar(span) }
        }
    }

    /// A line from start to end; round ends keep the shortest visible. Up to the first token of a
    /// stream it is thinner.
    private func bar(_ span: Span) -> HTML {
        let start = scale.percent(at: span.startTime)
        let end = scale.percent(at: span.endTime ?? scale.end)
        let firstToken = span.meaning?.timeToFirstToken.map {
            scale.percent(at: span.startTime.addingReportingOverflow($0).partialValue)
        }
        return Tag.svg(.class("bar"), .hiddenFromReaders) {
            if let firstToken {
                line("waiting", from: start, to: firstToken)
                line("answering", from: firstToken, to: end)
            } else {
                line("answering", from: start, to: end)
            }
        }
    }

    private func line(_ name: String, from start: String, to end: String) -> HTML {
        Tag.line(
            .class(name), Attribute("x1", start), Attribute("x2", end), Attribute("y1", "50%"),
            Attribute("y2", "50%"))
    }
}
