import Model

/// The numbers that the charts are drawn from, folded away: for those who cannot see the charts, and
/// for those who want to copy them.
struct StepTable {
    let group: ChartGroup
    let steps: ChartSteps

    var html: HTML {
        Tag.details(.class("breakdown")) {
            Tag.summary { "The numbers, each \(Quantity.duration(steps.length))" }
            Tag.div(.class("table-frame"), Attribute("tabindex", "0"), Attribute("role", "group"), .label("The numbers")) {
                Tag.table(.class("sums")) {
                    Tag.thead {
                        Tag.tr {
                            Tag.th(.scope("col")) { "From" }
                            for name in ["Spans", "Errors", "Median", "95th percentile", "Tokens in", "Tokens out", "Cost"] {
                                Tag.th(.scope("col"), .class("number")) { name }
                            }
                        }
                    }
                    Tag.tbody {
                        for (step, sums) in group.steps.sorted(by: { $0.key < $1.key }) {
                            Tag.tr {
                                Tag.th(.scope("row")) { Timestamp(nanoseconds: steps.time(of: step)).minuteText }
                                SumCells(sums: sums).html
                            }
                        }
                    }
                }
            }
        }
    }
}
