import Model

extension TraceListPage {
    var html: HTML {
        .build {
            Tag.div(.class("list-head")) {
                Tag.h1 { "Traces" }
                if !isFirstUse { FilterForm(filter: filter, models: models).html }
            }
            for problem in filter.problems { Tag.p(.class("callout callout-error")) { problem } }
            if !isComplete { incompleteness }
            if let activity, activity.sums.total.spans > 0 { ActivityStrip(activity: activity, filter: filter).html }
            if traces.isEmpty {
                EmptyList(isFiltered: !isFirstUse).html
            } else {
                table
                pager
            }
        }
    }

    private var incompleteness: HTML {
        guard filter.text != nil else { return WaitingNotice().html }
        return Tag.p(.class("callout")) { "The index does not have the words of all spans now: there may be more that have these." }
    }

    /// Nothing has been recorded yet.
    private var isFirstUse: Bool { traces.isEmpty && filter.isEmpty && !isContinuation }

    private var table: HTML {
        let text = RecordedText(budget: TextBudget())
        return Tag.table(.class("traces")) {
            Tag.thead {
                Tag.tr {
                    Tag.th(.scope("col"), .class("status-column")) { "Status" }
                    Tag.th(.scope("col")) { "Trace" }
                    Tag.th(.scope("col"), .class("models")) { "Models" }
                    Tag.th(.scope("col"), .class("number")) { "Tokens in, out; cost" }
                    Tag.th(.scope("col"), .class("number")) { "Duration" }
                    Tag.th(.scope("col"), .class("when")) { "Started" }
                }
            }
            Tag.tbody {
                for trace in traces { TraceRow(trace: trace, now: now, text: text).html }
            }
        }
    }

    private var pager: HTML? {
        guard nextCursor != nil || isContinuation else { return nil }
        return Tag.nav(.class("pager"), .label("Pages")) {
            if isContinuation { Tag.a(.href(.traces(filter.query))) { "Newest" } }
            if let nextCursor {
                Tag.a(.href(.traces(filter.query + [("cursor", nextCursor)])), Attribute("rel", "next")) { "Older" }
            }
        }
    }
}
