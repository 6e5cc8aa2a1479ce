import Model
import Store
import Web

/// Reads what charts show from the sums that the store keeps.
struct ChartSource: Sendable {
    let store: any Store

    private static let secondsPerDay: Int64 = 86_400

    /// Over the time of the filter; where it says none, over the last day, or else over the shortest
    /// longer time that has anything in it. If all of the last day is of its last hour, over that.
    func series(
        _ filter: ChartsFilter, status: SpanStatus? = nil, now: Int64
    ) async throws -> (series: ChartSeries, range: ChartsFilter.Range?)? {
        let query = Self.query(filter, status)
        let split = filter.split ?? .model
        if filter.since != nil || filter.until != nil {
            return try await series(query, split, since: filter.since, until: filter.until, now: now).map { ($0, nil) }
        }
        if let range = filter.range {
            return try await series(query, split, over: range, now: now).map { ($0, range) }
        }
        var last: (ChartSeries, ChartsFilter.Range?)?
        for range in [.day, .month, .all] as [ChartsFilter.Range] {
            guard let found = try await series(query, split, over: range, now: now) else { continue }
            last = (found, range)
            guard !found.isEmpty else { continue }
            if range == .day, found.begins(after: now &- 3_600_000_000_000),
                let hour = try await series(query, split, over: .hour, now: now)
            {
                return (hour, .hour)
            }
            break
        }
        return last
    }

    private func series(
        _ query: SeriesQuery, _ split: ChartsFilter.Split, over range: ChartsFilter.Range, now: Int64
    ) async throws -> ChartSeries? {
        try await series(query, split, since: range.length.map { now &- $0 }, until: nil, now: now)
    }

    /// - Parameter since: `nil` for the first that there is.
    private func series(
        _ query: SeriesQuery, _ split: ChartsFilter.Split, since: Int64?, until: Int64?, now: Int64
    ) async throws -> ChartSeries? {
        guard let since else {
            var query = query
            (query.until, query.step) = (until, Self.secondsPerDay)
            let series = try await store.series(query)
            guard let first = series.points.first?.time, let last = series.points.last?.time else { return nil }
            // A clock that was wrong put spans into the future; these are part of everything.
            let end = until ?? max(now, last &+ 1)
            return ChartSteps(since: first, until: end).map { ChartSeries(series, steps: $0, by: split) }
        }
        guard let steps = ChartSteps(since: since, until: until ?? max(now, since &+ 1)) else { return nil }
        var query = query
        (query.since, query.until, query.step) = (steps.start, steps.end, steps.seconds)
        return ChartSeries(try await store.series(query), steps: steps, by: split)
    }

    private static func query(_ filter: ChartsFilter, _ status: SpanStatus?) -> SeriesQuery {
        let group: SeriesQuery.Dimension =
            switch filter.split ?? .model {
            case .model: .model
            case .operation: .operation
            case .name: .name
            case .status: .status
            }
        return SeriesQuery(
            groups: [group], operation: filter.operation, model: filter.model, name: filter.name, status: status)
    }
}
