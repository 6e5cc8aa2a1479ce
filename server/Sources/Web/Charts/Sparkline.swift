/// A chart of the size of a word.
struct Sparkline {
    let steps: ChartSteps
    /// By number of the step.
    let values: [Int: Double]
    /// The part of each value that is an error.
    var errors: [Int: Double] = [:]
    var link: ((Int) -> Link)?
    var text: ((Int) -> String)?

    var html: HTML {
        let scale = ChartScale(greatest: values.values.max() ?? 0)
        return Tag.svg(
            .class("sparkline"), Attribute("viewBox", "0 0 \(Int(Double(steps.count) * ChartPath.width)) \(Int(ChartPath.height))"),
            Attribute("preserveAspectRatio", "none"), .hiddenFromReaders
        ) {
            Tag.path(.class("bars layer-plain"), Attribute("d", path(values, scale)))
            if !errors.isEmpty { Tag.path(.class("bars layer-error"), Attribute("d", path(errors, scale))) }
            if let link, let text {
                for step in values.keys.sorted() {
                    Tag.a(.href(link(step)), Attribute("tabindex", "-1")) {
                        Tag.rect(
                            .class("step"), Attribute("x", String(Int(Double(step) * ChartPath.width))), Attribute("y", "0"),
                            Attribute("width", String(Int(ChartPath.width))),
                            Attribute("height", String(Int(ChartPath.height)))
                        ) {
                            Tag.title { text(step) }
                        }
                    }
                }
            }
        }
    }

    /// The smallest can still be seen.
    private func path(_ values: [Int: Double], _ scale: ChartScale) -> String {
        var path = ChartPath()
        for (step, value) in values.sorted(by: { $0.key < $1.key }) where value > 0 {
            let top = min(scale.position(of: value, height: ChartPath.height), ChartPath.height - 4)
            path.addBar(step: step, from: top, to: ChartPath.height)
        }
        return path.text
    }
}
