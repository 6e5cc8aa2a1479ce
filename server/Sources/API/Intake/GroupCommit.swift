import Store

/// Commits what several requests bring in one transaction, and lets each go on when it is
/// committed.
///
/// While transactions are under way the next requests gather; so the busier it is, the fewer
/// commits each span costs, and a single request waits for nobody.
actor GroupCommit {
    /// What one request brings.
    private struct Part {
        var spans: [ReceivedSpan]
        var continuation: CheckedContinuation<Void, any Error>
    }

    /// While one group is written, the next is interpreted.
    private static let committerLimit = 2
    /// Spans of one transaction; more wait for the next.
    private static let groupSize = 4_096

    private let intake: any Intake
    private var waiting: [Part] = []
    private var committers = 0

    init(_ intake: any Intake) {
        self.intake = intake
    }

    /// Returns when the spans are committed.
    func receive(_ spans: [ReceivedSpan]) async throws {
        guard !spans.isEmpty else { return }
        try await withCheckedThrowingContinuation { continuation in
            waiting.append(Part(spans: spans, continuation: continuation))
            guard committers < Self.committerLimit else { return }
            committers += 1
            Task { await commitAll() }
        }
    }

    private func commitAll() async {
        while !waiting.isEmpty {
            let group = nextGroup()
            do {
                try await intake.receive(group.count == 1 ? group[0].spans : group.flatMap(\.spans))
                for part in group { part.continuation.resume() }
            } catch {
                for part in group { part.continuation.resume(throwing: error) }
            }
        }
        committers -= 1
    }

    /// The parts that have waited longest; at least one.
    private func nextGroup() -> [Part] {
        var count = 0
        let end = waiting.firstIndex { part in
            count += part.spans.count
            return count > Self.groupSize
        }
        let group = Array(waiting[..<max(1, end ?? waiting.count)])
        waiting.removeFirst(group.count)
        return group
    }
}
