/// The cells of a table's row that say what some spans come to.
struct SumCells {
    let sums: ChartSums

    var html: HTML {
        .build {
            number(Quantity.count(sums.spans))
            number(sums.errors == 0 ? nil : "\(Quantity.count(sums.errors)) (\(Quantity.share(sums.errors, of: sums.spans)))")
            number(sums.median.map(Quantity.duration))
            number(sums.percentile95.map(Quantity.duration))
            number(sums.inputTokens == 0 ? nil : Quantity.count(sums.inputTokens))
            number(sums.outputTokens == 0 ? nil : Quantity.count(sums.outputTokens))
            number(sums.cost == 0 ? nil : Quantity.dollars(sums.cost))
        }
    }

    private func number(_ text: String?) -> HTML {
        Tag.td(.class("number")) {
            if let text {
                text
            } else {
                Tag.span(.class("nothing")) { "–" }
            }
        }
    }
}
