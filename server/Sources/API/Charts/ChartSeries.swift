import Model
import Store
import Web

/// Sums over spans, put together for charts.
struct ChartSeries {
    let steps: ChartSteps
    /// See ``Series/isComplete``.
    let isComplete: Bool
    private var whole = Sums()
    private var groups: [String?: Sums] = [:]

    /// - Parameter series: in steps of any width that fits into these, in groups by that.
    init(_ series: Series, steps: ChartSteps, by split: ChartsFilter.Split) {
        self.steps = steps
        isComplete = series.isComplete
        for point in series.points {
            guard let step = point.time.flatMap(steps.step(at:)) else { continue }
            whole.add(point, step: step)
            groups[Self.name(point, split), default: Sums()].add(point, step: step)
        }
    }

    /// Whether nothing ended in its time.
    var isEmpty: Bool { whole.total.spans == 0 }

    /// Whether there is nothing before the step in which that moment lies.
    func begins(after time: Int64) -> Bool {
        guard let first = whole.steps.keys.min(), let step = steps.step(at: time) else { return false }
        return first >= step
    }

    /// All of it.
    var all: ChartGroup { whole.group(named: nil, withPercentiles: true) }

    /// The groups, the largest first: by their part of what it all cost, and of how many there were.
    /// Spans that have nothing of the kind come last.
    private var ranked: [(name: String?, sums: Sums)] {
        let (spans, cost) = (Double(max(1, whole.total.spans)), whole.total.cost)
        return groups.map { (name: $0.key, sums: $0.value) }.sorted { left, right in
            guard left.name != nil, right.name != nil else { return left.name != nil }
            func weight(_ sums: Sums) -> Double {
                Double(sums.total.spans) / spans + (cost > 0 ? sums.total.cost / cost : 0)
            }
            let (first, second) = (weight(left.sums), weight(right.sums))
            return first == second ? (left.name ?? "") < (right.name ?? "") : first > second
        }
    }

    /// The largest, and all others as one.
    var layers: [ChartGroup] {
        let ranked = ranked
        var layers = ranked.prefix(ChartsPage.layerLimit).map { $0.sums.group(named: $0.name, withPercentiles: true) }
        let others = ranked.dropFirst(ChartsPage.layerLimit)
        if !others.isEmpty {
            let sums = others.reduce(into: Sums()) { $0.add($1.sums) }
            layers.append(sums.group(named: ChartsPage.othersName, withPercentiles: true))
        }
        return layers
    }

    /// The rows of a table, and how many more there are.
    var rows: (shown: [ChartGroup], omitted: Int) {
        let shown = ranked.prefix(ChartsPage.rowLimit).map { $0.sums.group(named: $0.name, withPercentiles: false) }
        return (shown, groups.count - shown.count)
    }

    private static func name(_ point: SeriesPoint, _ split: ChartsFilter.Split) -> String? {
        switch split {
        case .model: point.model
        case .operation: point.operation?.rawValue
        case .name: point.name
        case .status: point.status?.rawValue
        }
    }
}

extension ChartSeries {
    /// Of some spans, in all and by step.
    private struct Sums {
        var total = SeriesPoint()
        var steps: [Int: SeriesPoint] = [:]

        mutating func add(_ point: SeriesPoint, step: Int) {
            total.merge(point)
            steps[step, default: SeriesPoint()].merge(point)
        }

        mutating func add(_ other: Sums) {
            total.merge(other.total)
            for (step, point) in other.steps { steps[step, default: SeriesPoint()].merge(point) }
        }

        /// - Parameter withPercentiles: also of each step, which takes time.
        func group(named name: String?, withPercentiles: Bool) -> ChartGroup {
            ChartGroup(
                name: name, total: total.sums(withPercentiles: true),
                steps: steps.mapValues { $0.sums(withPercentiles: withPercentiles) })
        }
    }
}

extension SeriesPoint {
    /// Adds what another one has; what they have in common is not looked at.
    fileprivate mutating func merge(_ other: SeriesPoint) {
        spans &+= other.spans
        errors &+= other.errors
        usage.input = (usage.input ?? 0) &+ (other.usage.input ?? 0)
        usage.output = (usage.output ?? 0) &+ (other.usage.output ?? 0)
        cost += other.cost
        latencies.merge(other.latencies)
    }

    fileprivate func sums(withPercentiles: Bool) -> ChartSums {
        var sums = ChartSums(
            spans: spans, errors: errors, inputTokens: usage.input ?? 0, outputTokens: usage.output ?? 0, cost: cost)
        if withPercentiles {
            sums.median = latencies.percentile(0.5)
            sums.percentile95 = latencies.percentile(0.95)
            sums.percentile99 = latencies.percentile(0.99)
        }
        return sums
    }
}
