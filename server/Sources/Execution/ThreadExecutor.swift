import Glibc

/// Runs an actor's work on a thread of its own, which may stand behind all others where the machine's cores do not suffice.
///
/// The queues of Dispatch share threads: work of one thread is then done by several, each with memory of its own, and a thread that once
/// stands behind others may not go back.
public final class ThreadExecutor: SerialExecutor {
    private let jobs: JobQueue

    /// - Parameter niceness: how far behind others, from 0 to 19, as `nice(1)` counts it. What the system does not allow is left out.
    public init(niceness: Int) {
        jobs = JobQueue()
        let start = ThreadStart(jobs: jobs, niceness: niceness)
        var thread = pthread_t()
        let code = pthread_create(
            &thread, nil,
            { start in
                // Safe: it is what was passed on below, once.
                Unmanaged<ThreadStart>.fromOpaque(start!).takeRetainedValue().run()
                return nil
            }, Unmanaged.passRetained(start).toOpaque())
        precondition(code == 0, "the system gives no thread: error \(code)")
        pthread_detach(thread)
    }

    deinit { jobs.end() }

    public func enqueue(_ job: consuming ExecutorJob) {
        jobs.add(UnownedJob(job), on: self)
    }
}

/// What a thread begins with.
private final class ThreadStart {
    let jobs: JobQueue
    let niceness: Int

    init(jobs: JobQueue, niceness: Int) {
        self.jobs = jobs
        self.niceness = niceness
    }

    func run() {
        if niceness > 0 {
            // On Linux, 0 is the thread that asks, not its process.
            let thread = __priority_which_t(PRIO_PROCESS.rawValue)
            setpriority(thread, 0, min(19, getpriority(thread, 0) + Int32(niceness)))
        }
        while let (job, executor) = jobs.next() { job.runSynchronously(on: executor.asUnownedSerialExecutor()) }
    }
}

/// The jobs of one thread, in their order.
///
/// Safe to share: what it has is used with its mutex held alone, which stays at one place in memory until nobody knows it any more.
private final class JobQueue: @unchecked Sendable {
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    /// With the executor: it lives for as long as something is to be done on it.
    private var jobs: [(job: UnownedJob, executor: ThreadExecutor)] = []
    private var isEnding = false

    init() {
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(condition, nil)
    }

    deinit {
        pthread_cond_destroy(condition)
        pthread_mutex_destroy(mutex)
        condition.deallocate()
        mutex.deallocate()
    }

    func add(_ job: UnownedJob, on executor: ThreadExecutor) {
        pthread_mutex_lock(mutex)
        jobs.append((job, executor))
        pthread_mutex_unlock(mutex)
        pthread_cond_signal(condition)
    }

    /// Has the thread end when all is done.
    func end() {
        pthread_mutex_lock(mutex)
        isEnding = true
        pthread_mutex_unlock(mutex)
        pthread_cond_signal(condition)
    }

    /// The next job, when there is one; `nil` when there will be none.
    func next() -> (UnownedJob, ThreadExecutor)? {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        while jobs.isEmpty {
            if isEnding { return nil }
            pthread_cond_wait(condition, mutex)
        }
        return jobs.removeFirst()
    }
}
