import Execution
import JournalReader
import Store

/// Follows a journal directory and moves what is recorded there into the store, exactly once.
///
/// How far each segment was read is committed together with what was read. So it does not matter
/// when the server ends, in what way, or whether it ran while the programs did.
///
/// Files, processes and the clock are asked here; what follows from the answers is decided by
/// ``Ledger``, ``LivenessJudge``, ``PollSchedule`` and ``OtherWorkSchedule``, which do no I/O.
public actor JournalFollower {
    /// How much is read before it is committed.
    let limits: OpenSegment.Limits

    let directory: JournalDirectory
    let store: any JournalDestination
    let report: @Sendable (IngestEvent) -> Void
    private let executor = QueueExecutor(label: "martlet.journal")

    var ledger: Ledger?
    var catalogue = SegmentCatalogue()
    var readers = SegmentReaders()
    var watch = ProcessWatch()
    var reportedDamage: Set<String> = []
    private var otherWork = OtherWorkSchedule(now: .now)

    /// - Parameters:
    ///   - directory: the path of the journal; it need not be there yet.
    ///   - report: is told what somebody should know of.
    public init(
        directory: String, store: any Store, report: @escaping @Sendable (IngestEvent) -> Void
    ) {
        self.init(directory: directory, destination: StoreDestination(store: store), report: report)
    }

    /// - Parameters:
    ///   - directory: the path of the journal; it need not be there yet.
    ///   - destination: where to bring what is read.
    ///   - limits: how much is read before it is brought there.
    ///   - report: is told what somebody should know of.
    public init(
        directory: String, destination: any JournalDestination,
        limits: (records: Int, bytes: Int) = (16_384, 16 << 20),
        report: @escaping @Sendable (IngestEvent) -> Void
    ) {
        self.directory = JournalDirectory(path: directory)
        self.limits = OpenSegment.Limits(records: limits.records, bytes: limits.bytes)
        store = destination
        self.report = report
    }

    /// The processes that have segments in a directory.
    public static func processes(in directory: String) -> [ProcessInstance] {
        let directory = JournalDirectory(path: directory)
        let names = (try? directory.segmentNames()) ?? []
        return Array(Set(names.compactMap { name in
            guard let header = try? SegmentReader(path: directory.path(of: name)).header else { return nil }
            return SegmentFile(name: name, header: header).process
        }))
    }

    public nonisolated var unownedExecutor: UnownedSerialExecutor {
        executor.asUnownedSerialExecutor()
    }

    /// Follows until its task is cancelled.
    public func run() async {
        var schedule = PollSchedule()
        var failureWait = Duration.milliseconds(500)
        while !Task.isCancelled {
            let wait: Duration
            do throws(StoreError) {
                wait = schedule.next(foundSomething: try await pass())
                failureWait = .milliseconds(500)
            } catch {
                report(.storeFailed(error))
                wait = failureWait
                failureWait = min(failureWait * 2, .seconds(30))
            }
            try? await Task.sleep(for: wait)
        }
    }

    /// Looks at the journal once; returns whether there was anything new.
    ///
    /// At the end of a run, passes until nothing is new leave nothing behind that was there.
    @discardableResult
    public func pass() async throws(StoreError) -> Bool {
        do throws(StoreError) {
            try await loadLedger()
            // Asked before the directory is listed and before a segment is read: what a process
            // wrote before it was gone is then seen for sure.
            let gone = processesGone()
            listDirectory()
            let batches = readBatches(gone: gone)
            try await commit(batches)
            removeFinishedFiles()
            guard otherWork.isDue(foundSomething: !batches.isEmpty, now: .now) else { return true }
            let hasMore = try await store.workWhileIdle()
            // It takes as long as it takes: the pause begins at its end.
            otherWork.noteDone(now: .now)
            return hasMore || !batches.isEmpty
        } catch {
            // The readers may be ahead of what was committed; and what failed may have been
            // committed all the same, when only the answer was lost.
            readers.closeAll()
            ledger = nil
            throw error
        }
    }

    private func loadLedger() async throws(StoreError) {
        guard ledger == nil else { return }
        ledger = Ledger(stored: try await store.segments())
    }

    private func commit(_ batches: [Batch]) async throws(StoreError) {
        guard !batches.isEmpty else { return }
        try await store.apply(batches)
        for batch in batches {
            ledger?.note(
                SegmentProgress(
                    process: batch.process.instance, index: batch.index, position: batch.to,
                    state: batch.state))
            if batch.state != .reading { readers.close(batch.process.instance) }
        }
    }

    /// Also those that an earlier run has committed and did not come to remove.
    private func removeFinishedFiles() {
        for file in ledger?.finishedFiles ?? [] {
            do throws(DirectoryError) {
                try directory.remove(file.name)
            } catch {
                guard catalogue.isFirstMention(of: file.name) else { continue }
                report(.fileNotRemoved(file: file.name, reason: "\(error)"))
            }
            ledger?.forget(file)
        }
        for file in ledger?.damagedFiles ?? [] {
            do throws(DirectoryError) {
                try directory.setAside(file.name)
            } catch {
                guard catalogue.isFirstMention(of: file.name) else { continue }
                report(.fileNotRemoved(file: file.name, reason: "\(error)"))
            }
            ledger?.forget(file)
        }
    }
}
