import Synchronization

/// What a server counts while it runs.
public final class ServerMetrics: Sendable {
    /// One kind of request.
    struct RequestKind: Hashable {
        var method: String
        /// The route, not the path: paths have ids in them.
        var route: String
        var status: Int
    }

    struct Counts {
        var requests: [RequestKind: Int] = [:]
        /// For each bucket of ``buckets`` and one more, those that took no longer.
        var durations = [Int](repeating: 0, count: ServerMetrics.buckets.count + 1)
        var durationSum: Double = 0
        var receivedSpans = 0
        var rejectedSpans = 0
        var storedScores = 0
        var receivedLogs = 0
        var rejectedLogs = 0
        var droppedLogs = 0
        var droppedMetricRequests = 0
    }

    /// Upper ends, in seconds.
    static let buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

    private let counts = Mutex(Counts())

    public init() {}

    func note(_ kind: RequestKind, seconds: Double) {
        counts.withLock { counts in
            counts.requests[kind, default: 0] += 1
            let bucket = Self.buckets.firstIndex { seconds <= $0 } ?? Self.buckets.count
            counts.durations[bucket] += 1
            counts.durationSum += seconds
        }
    }

    func note(receivedSpans: Int, rejectedSpans: Int) {
        counts.withLock { counts in
            counts.receivedSpans += receivedSpans
            counts.rejectedSpans += rejectedSpans
        }
    }

    func note(storedScores: Int) {
        counts.withLock { $0.storedScores += storedScores }
    }

    /// - Parameter droppedLogs: those that belong to no call, or say nothing of it.
    func note(receivedLogs: Int, rejectedLogs: Int, droppedLogs: Int) {
        counts.withLock { counts in
            counts.receivedLogs += receivedLogs
            counts.rejectedLogs += rejectedLogs
            counts.droppedLogs += droppedLogs
        }
    }

    /// Counts a request with metrics, of which nothing is kept; returns whether it is the first.
    func noteDroppedMetrics() -> Bool {
        counts.withLock { counts in
            counts.droppedMetricRequests += 1
            return counts.droppedMetricRequests == 1
        }
    }

    var current: Counts { counts.withLock { $0 } }
}
