import Dispatch

/// Runs an actor's work on a serial queue of its own, so that a call that blocks (a disk, a lock)
/// never takes one of the few threads that the rest of the program's tasks share.
public final class QueueExecutor: SerialExecutor {
    private let queue: DispatchQueue

    public init(label: String) {
        queue = DispatchQueue(label: label)
    }

    public func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }
}
