import Model

/// What each group comes to, the largest first.
struct GroupTable {
    let page: ChartsPage
    let steps: ChartSteps

    private var split: ChartsFilter.Split { page.filter.split ?? .model }

    var html: HTML? {
        // One row that says the same as the figures says nothing.
        guard page.rows.contains(where: { $0.name != nil }) else { return nil }
        let text = RecordedText(budget: TextBudget())
        return Tag.section(.class("breakdown")) {
            Tag.h2 { "By \(split.rawValue)" }
            Tag.div(.class("table-frame"), Attribute("tabindex", "0"), Attribute("role", "group"), .label("By \(split.rawValue)")) {
                Tag.table(.class("sums")) {
                    Tag.thead {
                        Tag.tr {
                            Tag.th(.scope("col")) { split.rawValue.capitalizedFirst }
                            Tag.th(.scope("col"), .class("trend"), .hiddenFromReaders) { "Over time" }
                            for name in ["Spans", "Errors", "Median", "95th percentile", "Tokens in", "Tokens out", "Cost"] {
                                Tag.th(.scope("col"), .class("number")) { name }
                            }
                        }
                    }
                    Tag.tbody {
                        for row in page.rows { html(row, text) }
                    }
                }
            }
            if page.omittedRows > 0 {
                Tag.p(.class("omission")) { "… \(Quantity.count(page.omittedRows)) more, not shown" }
            }
        }
    }

    private func html(_ group: ChartGroup, _ text: RecordedText) -> HTML {
        Tag.tr {
            Tag.th(.scope("row")) {
                if let link = link(to: group) {
                    Tag.a(.href(link)) { text.inline(group.words(split), limit: 200) }
                } else {
                    text.inline(group.words(split), limit: 200)
                }
            }
            Tag.td(.class("trend"), .hiddenFromReaders) {
                Sparkline(
                    steps: steps, values: group.steps.mapValues { Double($0.spans) },
                    errors: group.steps.compactMapValues { $0.errors > 0 ? Double($0.errors) : nil }
                ).html
            }
            SumCells(sums: group.total).html
        }
    }

    /// The same charts of that group alone.
    private func link(to group: ChartGroup) -> Link? {
        guard let name = group.name else { return nil }
        var filter = page.filter
        switch split {
        case .model: filter.model = name
        case .operation: filter.operation = Meaning.Operation(rawValue: name)
        case .name: filter.name = name
        case .status: return nil
        }
        filter.split = nil
        return .charts(filter.query)
    }
}
