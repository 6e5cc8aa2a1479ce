import Model

extension ChartsPage {
    var html: HTML {
        .build {
            Tag.div(.class("list-head")) {
                Tag.h1 { "Charts" }
                if !isFirstUse { form.ranges }
            }
            if !isFirstUse { form.html }
            for problem in filter.problems { Tag.p(.class("callout callout-error")) { problem } }
            if !isComplete { WaitingNotice().html }
            if isFirstUse {
                EmptyList(isFiltered: false).html
            } else if let steps, whole.total.spans > 0 {
                figures
                Tag.div(.class("charts")) {
                    for chart in ChartSet(page: self, steps: steps).charts { chart.html }
                }
                GroupTable(page: self, steps: steps).html
                StepTable(group: whole, steps: steps).html
            } else {
                nothing
            }
        }
    }

    private var form: ChartsForm { ChartsForm(filter: filter, range: range, models: models) }

    private var nothing: HTML {
        Tag.div(.class("empty")) {
            Tag.h2 { "Nothing ended in this time" }
            Tag.p {
                "Try another time, or look at "
                Tag.a(.href(.charts([("range", "all")]))) { "everything" }
                "."
            }
        }
    }

    private var figures: HTML {
        let total = whole.total
        return Tag.dl(.class("figures")) {
            figure("Spans") { Quantity.count(total.spans) }
            figure("Errors") {
                Quantity.count(total.errors) + " "
                Tag.span(.class("note")) { Quantity.share(total.errors, of: total.spans) }
            }
            figure("Median") { total.median.map(Quantity.duration) ?? "–" }
            figure("95th percentile") { total.percentile95.map(Quantity.duration) ?? "–" }
            if total.inputTokens > 0 || total.outputTokens > 0 {
                figure("Tokens") {
                    Quantity.count(total.inputTokens) + " in, " + Quantity.count(total.outputTokens) + " out"
                }
            }
            if total.cost > 0 { figure("Cost") { Quantity.dollars(total.cost) } }
        }
    }

    private func figure(_ name: String, @HTMLBuilder value: () -> HTML) -> HTML {
        Tag.div {
            Tag.dt { name }
            Tag.dd { value() }
        }
    }
}
