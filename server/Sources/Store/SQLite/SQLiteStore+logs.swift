import SQLite

extension SQLiteStore {
    /// Copies all that is in the log files into the database and the index, and leaves nothing in them, nor in the inbox; returns
    /// whether that was done. Else somebody reads or writes, or the inbox has what is not in the tables yet.
    func cutLogs(patience: Duration) async throws(StoreError) -> Bool {
        var isDone = inbox?.clear() ?? true
        do {
            for worker in [writer, searchIndex.worker] {
                let isCut = try await worker.perform { connection throws(SQLiteError) in try connection.cutLog(patience: patience) }
                isDone = isDone && isCut
            }
        } catch {
            throw .database(error)
        }
        return isDone
    }

    /// Notes how much was removed, which log files and inbox still have.
    func noteRemoved(_ count: Int) {
        if count > 0 { logsHoldRemoved.store(true, ordering: .releasing) }
    }

    /// Has log files and inbox keep nothing of what was removed, once there is time: they are written over from their beginning, but
    /// only as more comes in.
    func forgetRemoved() async {
        guard logsHoldRemoved.exchange(false, ordering: .acquiringAndReleasing) else { return }
        // On a full disk too, it is tried again.
        if (try? await cutLogs(patience: .zero)) != true { logsHoldRemoved.store(true, ordering: .releasing) }
    }
}
