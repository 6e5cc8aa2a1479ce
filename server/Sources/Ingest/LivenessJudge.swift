import JournalReader
import Store

/// Decides when a process counts as gone.
package struct LivenessJudge {
    /// A process of which the system cannot tell counts as gone after this long without a change.
    package static let patience = Duration.seconds(300)

    private struct Observation {
        var tail: UInt64
        var since: ContinuousClock.Instant
    }

    private var observations: [ProcessInstance: Observation] = [:]

    package init() {}

    /// - Parameters:
    ///   - liveness: what the system says.
    ///   - isSuperseded: the process has become another one by `exec`.
    ///   - tail: anything that changes when the process writes.
    package mutating func isGone(
        _ process: ProcessInstance, liveness: ProcessLiveness, isSuperseded: Bool, tail: UInt64,
        now: ContinuousClock.Instant
    ) -> Bool {
        if isSuperseded { return true }
        switch liveness {
        case .alive: return false
        case .gone: return true
        case .unknown:
            guard let known = observations[process], known.tail == tail else {
                observations[process] = Observation(tail: tail, since: now)
                return false
            }
            return now - known.since >= Self.patience
        }
    }

    /// Drops what is known of processes that are not there any more.
    package mutating func keep(only processes: Set<ProcessInstance>) {
        observations = observations.filter { processes.contains($0.key) }
    }
}
