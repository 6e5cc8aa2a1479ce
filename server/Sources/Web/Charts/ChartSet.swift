/// The charts of a page, whole or split.
struct ChartSet {
    let page: ChartsPage
    let steps: ChartSteps

    var charts: [Chart] {
        var charts = [spans, errors, latency]
        if page.whole.total.inputTokens > 0 || page.whole.total.outputTokens > 0 { charts.append(tokens) }
        if page.whole.total.cost > 0 { charts.append(cost) }
        return charts
    }

    private var isSplit: Bool { page.filter.split != nil }

    private var spans: Chart {
        let layers =
            isSplit
            ? groups({ Double($0.spans) }, total: { Quantity.count($0.spans) })
            : [
                layer("without error", "layer-plain", total: Quantity.count(page.whole.total.spans - page.whole.total.errors)) {
                    Double($0.spans - $0.errors)
                },
                layer("with error", "layer-error", total: Quantity.count(page.whole.total.errors)) { Double($0.errors) },
            ]
        return Chart(title: "Spans", steps: steps, layers: layers, least: 2, text: count, link: link)
    }

    private var errors: Chart {
        let layers =
            isSplit
            ? groups({ Double($0.errors) }, total: { Quantity.count($0.errors) })
            : [layer("errors", "layer-error", total: Quantity.count(page.whole.total.errors)) { Double($0.errors) }]
        return Chart(title: "Errors", steps: steps, layers: layers, least: 2, text: count, link: link)
    }

    private var latency: Chart {
        func nanoseconds(_ value: Int64?) -> Double? { value.map(Double.init) }
        let layers =
            isSplit
            ? groups({ nanoseconds($0.percentile95) }, total: { $0.percentile95.map(Quantity.duration) })
            : [
                layer("median", "layer-1", total: page.whole.total.median.map(Quantity.duration)) { nanoseconds($0.median) },
                layer("95th", "layer-2", total: page.whole.total.percentile95.map(Quantity.duration)) { nanoseconds($0.percentile95) },
                layer("99th", "layer-4", total: page.whole.total.percentile99.map(Quantity.duration)) { nanoseconds($0.percentile99) },
            ]
        return Chart(
            title: isSplit ? "Duration, 95th percentile" : "Duration, percentiles", steps: steps, layers: layers, isLines: true,
            text: { Quantity.duration(Int64($0)) }, link: link)
    }

    private var tokens: Chart {
        let total = page.whole.total
        let layers =
            isSplit
            ? groups({ Double($0.inputTokens + $0.outputTokens) }, total: { Quantity.count($0.inputTokens + $0.outputTokens) })
            : [
                layer("in", "layer-1", total: Quantity.count(total.inputTokens)) { Double($0.inputTokens) },
                layer("out", "layer-2", total: Quantity.count(total.outputTokens)) { Double($0.outputTokens) },
            ]
        return Chart(title: "Tokens", steps: steps, layers: layers, least: 2, text: count, link: link)
    }

    private var cost: Chart {
        let layers =
            isSplit
            ? groups({ $0.cost }, total: { Quantity.dollars($0.cost) })
            : [layer("cost", "layer-3", total: Quantity.dollars(page.whole.total.cost)) { $0.cost }]
        return Chart(title: "Cost", steps: steps, layers: layers, text: Quantity.dollars, link: link)
    }

    /// Of all spans.
    private func layer(
        _ name: String, _ style: String, total: String?, _ value: (ChartSums) -> Double?
    ) -> Chart.Layer {
        Chart.Layer(name: name, style: style, values: page.whole.steps.compactMapValues(value), total: total)
    }

    /// A layer for each group that has anything of the kind.
    private func groups(
        _ value: (ChartSums) -> Double?, total: (ChartSums) -> String?
    ) -> [Chart.Layer] {
        page.layers.enumerated().compactMap { index, group in
            guard let sum = value(group.total), sum > 0 else { return nil }
            return Chart.Layer(
                name: FilterText.shortened(group.words(page.filter.split), to: 60), style: "layer-\(min(index, ChartsPage.layerLimit) + 1)",
                values: group.steps.compactMapValues(value), total: total(group.total))
        }
    }

    private func count(_ value: Double) -> String { Quantity.count(Int(value)) }

    /// The traces of that time.
    private func link(_ step: Int) -> Link {
        .traces(
            TraceListFilter(model: page.filter.model, since: steps.time(of: step), until: steps.time(of: step + 1)).query)
    }
}

extension ChartGroup {
    /// What it is called; what spans without the property are, where it has none.
    func words(_ split: ChartsFilter.Split?) -> String {
        name ?? (split == nil || split == .model ? "no model" : "none")
    }
}
