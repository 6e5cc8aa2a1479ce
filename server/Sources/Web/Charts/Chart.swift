/// Values over time, drawn: bars one on top of the other, or lines.
struct Chart {
    /// One colour of it.
    struct Layer {
        var name: String
        /// The class that gives it its colour.
        var style: String
        /// By number of the step.
        var values: [Int: Double]
        /// How the legend says what it comes to.
        var total: String?
    }

    let title: String
    let steps: ChartSteps
    let layers: [Layer]
    var isLines = false
    /// What the scale reaches at least.
    var least = 0.0
    /// How a value reads.
    let text: (Double) -> String
    /// Where a step leads.
    var link: ((Int) -> Link)?

    /// Nothing to draw.
    var isEmpty: Bool { layers.allSatisfy { $0.values.values.allSatisfy { $0 == 0 } } }

    var html: HTML {
        let scale = ChartScale(greatest: greatest, least: least)
        return Tag.section(.class("chart-card")) {
            Tag.div(.class("chart-head")) {
                Tag.h2 { title }
                if layers.count > 1 || layers.contains(where: { $0.total != nil }) { legend }
            }
            if isEmpty {
                Tag.p(.class("chart-nothing")) { "None in this time" }
            } else {
                Tag.div(.class("plot")) {
                    Tag.div(.class("axis"), .hiddenFromReaders) {
                        for value in [scale.top, scale.top / 2, 0] { Tag.span { Quantity.rounded(text(value)) } }
                    }
                    drawing(scale)
                    timeAxis
                }
            }
        }
    }

    private var legend: HTML {
        Tag.ul(.class("legend")) {
            for layer in layers {
                Tag.li(.class(layer.style)) {
                    Tag.span(.class("swatch"), .hiddenFromReaders) {}
                    Tag.bdi { layer.name }
                    if let total = layer.total { Tag.span(.class("note")) { " " + total } }
                }
            }
        }
    }

    /// First, middle and last: three that fit under a drawing of any width.
    private var timeAxis: HTML {
        Tag.div(.class("time-axis"), .hiddenFromReaders) {
            Tag.span { steps.label(of: 0) }
            if steps.count > 6 { Tag.span { steps.label(of: steps.count / 2) } }
            if steps.count > 1 { Tag.span { steps.label(of: steps.count - 1) } }
        }
    }

    private func drawing(_ scale: ChartScale) -> HTML {
        let width = Int(Double(steps.count) * ChartPath.width)
        return Tag.svg(
            .class("drawing"), Attribute("viewBox", "0 0 \(width) \(Int(ChartPath.height))"),
            Attribute("preserveAspectRatio", "none"), Attribute("role", "img"), .label(summary)
        ) {
            for position in ["0", "50", "100"] {
                Tag.line(
                    .class("grid"), Attribute("x1", "0"), Attribute("x2", String(width)),
                    Attribute("y1", position), Attribute("y2", position))
            }
            if isLines { lines(scale) } else { bars(scale) }
            for step in 0..<steps.count { area(of: step) }
        }
    }

    private func bars(_ scale: ChartScale) -> HTML {
        var heights: [Int: Double] = [:]
        var parts: [HTML] = []
        for layer in layers {
            var path = ChartPath()
            for (step, value) in layer.values.sorted(by: { $0.key < $1.key }) where value > 0 {
                let below = heights[step, default: 0]
                heights[step] = below + value
                path.addBar(
                    step: step, from: scale.position(of: below + value, height: ChartPath.height),
                    to: scale.position(of: below, height: ChartPath.height))
            }
            parts.append(Tag.path(.class("bars \(layer.style)"), Attribute("d", path.text)))
        }
        return .group(parts)
    }

    private func lines(_ scale: ChartScale) -> HTML {
        .group(
            layers.map { layer in
                var path = ChartPath()
                for step in 0..<steps.count {
                    if let value = layer.values[step] {
                        path.addPoint(step: step, at: scale.position(of: value, height: ChartPath.height))
                    } else {
                        path.endLine()
                    }
                }
                path.endLine()
                return Tag.path(.class("curve \(layer.style)"), Attribute("d", path.text))
            })
    }

    /// What says the numbers of a step when somebody points to it.
    @HTMLBuilder
    private func area(of step: Int) -> HTML {
        let values = layers.compactMap { layer in layer.values[step].map { "\(layer.name): \(text($0))" } }
        if !values.isEmpty {
            let area = Tag.rect(
                .class("step"), Attribute("x", String(Int(Double(step) * ChartPath.width))), Attribute("y", "0"),
                Attribute("width", String(Int(ChartPath.width))), Attribute("height", String(Int(ChartPath.height)))
            ) {
                Tag.title { ([steps.label(of: step)] + values).joined(separator: "\n") }
            }
            if let link {
                Tag.a(.href(link(step)), Attribute("tabindex", "-1")) { area }
            } else {
                area
            }
        }
    }

    private var greatest: Double {
        if isLines { return layers.flatMap(\.values.values).max() ?? 0 }
        var sums: [Int: Double] = [:]
        for layer in layers { for (step, value) in layer.values { sums[step, default: 0] += value } }
        return sums.values.max() ?? 0
    }

    private var summary: String {
        "\(title) over time, at most \(text(greatest)) in a step of \(Quantity.duration(steps.length))"
    }
}
