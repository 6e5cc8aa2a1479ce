import Model

/// A small chart above the list: when spans ended, and which time to look at.
struct ActivityStrip {
    let activity: Activity
    let filter: TraceListFilter

    private var steps: ChartSteps { activity.steps }

    var html: HTML {
        Tag.section(.class("strip"), .label("Activity")) {
            Sparkline(
                steps: steps, values: activity.sums.steps.mapValues { Double($0.spans) },
                errors: activity.sums.steps.compactMapValues { $0.errors > 0 ? Double($0.errors) : nil },
                link: link, text: text
            ).html
            Tag.p(.class("note")) {
                Tag.span { words }
                Tag.a(.href(charts)) { "Charts" }
            }
        }
    }

    private var words: String {
        let total = activity.sums.total
        let time = activity.range?.words ?? "\(steps.label(of: 0)) to \(Timestamp(nanoseconds: steps.end).minuteText)"
        var words = [Quantity.count(total.spans, "span"), Quantity.count(total.errors, "error")]
        if let median = total.median { words.append("median \(Quantity.duration(median))") }
        if total.cost > 0 { words.append(Quantity.dollars(total.cost)) }
        return "\(time): " + words.joined(separator: ", ")
    }

    private func text(_ step: Int) -> String {
        let sums = activity.sums.steps[step] ?? ChartSums()
        return "\(steps.label(of: step))\n\(Quantity.count(sums.spans, "span")), \(Quantity.count(sums.errors, "error"))"
    }

    /// The list of that time alone.
    private func link(_ step: Int) -> Link {
        var narrower = filter
        (narrower.since, narrower.until) = (steps.time(of: step), steps.time(of: step + 1))
        return .traces(narrower.query)
    }

    private var charts: Link {
        var query = ChartsFilter()
        (query.model, query.operation) = (filter.model, filter.operation)
        (query.since, query.until, query.range) = (filter.since, filter.until, activity.range)
        return .charts(query.query)
    }
}
