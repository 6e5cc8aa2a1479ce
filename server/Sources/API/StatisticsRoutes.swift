import Hummingbird
import JSON
import Model
import Store

/// `GET /api/v1/stats`: counts over everything; with parameters also `series`, sums over spans.
///
/// Takes `since`, `until`, `step` (such as `5m`), `group_by` (some of `operation`, `model`, `name` and
/// `status`, with commas), and the filters `operation`, `model`, `name` and `status`. `kind` is another name of `operation`.
/// `is_complete` is of both; see ``Statistics/isComplete``.
struct StatisticsRoutes: Sendable {
    let store: any Store

    /// More points than this are no chart any more.
    private static let pointLimit = 20_000
    private static let percentiles: [(name: String, share: Double)] = [
        ("p50", 0.5), ("p75", 0.75), ("p90", 0.9), ("p95", 0.95), ("p99", 0.99),
    ]

    func add(to router: Router<MartletRouter.Context>) {
        router.answer("/api/v1/stats") { request, _ in
            var parameters = try QueryParameters(request.uri.query)
            let query = try Self.query(&parameters)
            try parameters.finish()
            let statistics = try await store.statistics()
            var isComplete = statistics.isComplete
            var object = JSONObject([
                ("traces", .integer(statistics.traces)),
                ("spans", .integer(statistics.spans)),
                ("payloads", .integer(statistics.payloads)),
                ("processes", .integer(statistics.processes)),
                ("dropped_records", .integer(statistics.droppedRecords)),
                ("pending_segments", .integer(statistics.pendingSegments)),
                ("damaged_segments", .integer(statistics.damagedSegments)),
                ("waiting_spans", .integer(statistics.waitingSpans)),
                ("unstored_log_records", .integer(statistics.unstoredLogs)),
                ("database_bytes", .integer(statistics.databaseBytes)),
            ])
            if let query {
                let series = try await store.series(query)
                let points = series.points
                guard points.count <= Self.pointLimit else {
                    throw RequestError.invalidParameter(
                        "step", "this would give \(points.count) sums: take a longer step, fewer groups or a shorter time")
                }
                object.set("series", .array(points.map { Self.json($0, query) }))
                isComplete = isComplete && series.isComplete
            }
            object.set("is_complete", .bool(isComplete))
            return .json(.object(object))
        }
    }

    /// `nil` without parameters.
    private static func query(_ parameters: inout QueryParameters) throws(RequestError) -> SeriesQuery? {
        var query = SeriesQuery()
        let none = query
        query.since = try parameters.time("since")
        query.until = try parameters.time("until")
        if let step = try parameters.duration("step") {
            guard step >= 60_000_000_000, step % 1_000_000_000 == 0 else {
                throw .invalidParameter("step", "it must be at least a minute, in whole seconds")
            }
            query.step = step / 1_000_000_000
        }
        for name in parameters.text("group_by")?.split(separator: ",") ?? [] {
            guard let group = SeriesQuery.Dimension(rawValue: name == "kind" ? "operation" : String(name)) else {
                let known = SeriesQuery.Dimension.allCases.map(\.rawValue).joined(separator: ", ")
                throw .invalidParameter("group_by", "it must be some of \(known)")
            }
            query.groups.insert(group)
        }
        query.operation = try parameters.operation()
        query.model = parameters.text("model")
        query.name = parameters.text("name")
        query.status = try parameters.status()
        return query == none ? nil : query
    }

    private static func json(_ point: SeriesPoint, _ query: SeriesQuery) -> JSONValue {
        var object = JSONObject()
        if query.step != nil { object.set(time: "time", point.time) }
        if query.groups.contains(.operation) { object.set("operation", .optional(point.operation?.rawValue)) }
        if query.groups.contains(.model) { object.set("model", .optional(point.model)) }
        if query.groups.contains(.name) { object.set("name", .optional(point.name)) }
        if query.groups.contains(.status) { object.set("status", .optional(point.status?.rawValue)) }
        object.set("spans", .integer(point.spans))
        object.set("errors", .integer(point.errors))
        object.set("usage", point.usage.json)
        object.set("cost_usd", JSONNumber(point.cost).map(JSONValue.number) ?? .null)
        object.set("duration_nano", .integer(point.duration))
        var latency = JSONObject()
        for (name, share) in percentiles { latency.set(name, .optional(point.latencies.percentile(share))) }
        object.set("latency_nano", .object(latency))
        return .object(object)
    }
}
