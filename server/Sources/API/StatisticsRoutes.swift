import Hummingbird
import JSON
import Store

/// `GET /api/v1/stats`: counts over everything.
struct StatisticsRoutes: Sendable {
    let store: any Store

    func add(to router: Router<MartletRouter.Context>) {
        router.answer("/api/v1/stats") { request, _ in
            try QueryParameters(request.uri.query).finish()
            let statistics = try await store.statistics()
            return .json([
                "traces": .integer(statistics.traces),
                "spans": .integer(statistics.spans),
                "payloads": .integer(statistics.payloads),
                "processes": .integer(statistics.processes),
                "dropped_records": .integer(statistics.droppedRecords),
                "pending_segments": .integer(statistics.pendingSegments),
                "damaged_segments": .integer(statistics.damagedSegments),
                "database_bytes": .integer(statistics.databaseBytes),
            ])
        }
    }
}
