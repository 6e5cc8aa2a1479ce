import JournalReader
import Store

/// Asks the system whether processes live, though not at every look at the journal.
struct ProcessWatch {
    private static let interval = Duration.milliseconds(100)

    private struct Answer {
        var liveness: ProcessLiveness
        var time: ContinuousClock.Instant
    }

    private var judge = LivenessJudge()
    private var answers: [ProcessInstance: Answer] = [:]

    /// Whether nothing more will come of a process than what it has written by now.
    ///
    /// - Parameter isLocal: only this machine can write to the directory.
    mutating func isGone(
        _ file: SegmentFile, header: SegmentHeader, isSuperseded: Bool, isLocal: Bool
    ) -> Bool {
        let now = ContinuousClock.now
        let liveness: ProcessLiveness
        // An answer that is a little old is safe: a process that is gone does not come back.
        if let answer = answers[file.process], now - answer.time < Self.interval {
            liveness = answer.liveness
        } else {
            liveness = ProcessLiveness.of(header, isLocal: isLocal)
            answers[file.process] = Answer(liveness: liveness, time: now)
        }
        return judge.isGone(
            file.process, liveness: liveness, isSuperseded: isSuperseded,
            tail: header.tail &+ header.index << 40, now: now)
    }

    /// Drops what is known of processes that are not there any more.
    mutating func keep(only processes: Set<ProcessInstance>) {
        answers = answers.filter { processes.contains($0.key) }
        judge.keep(only: processes)
    }
}
