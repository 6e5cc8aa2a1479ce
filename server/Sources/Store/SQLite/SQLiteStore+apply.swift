import SQLite

extension SQLiteStore {
    public func segments() async throws(StoreError) -> [SegmentProgress] {
        try await read { connection throws(SQLiteError) in try SegmentTable(connection).all() }
    }

    public func apply(_ batches: [Batch]) async throws(StoreError) {
        guard !batches.isEmpty else { return }
        defer { heap.noteWork() }
        await searchIndex.waitForRoom()
        let failure = try await writer.perform { [interpreter, traceFilters, searchIndex] connection throws(StoreError) -> BatchFailure? in
            Self.apply(batches, interpreter, traceFilters, searchIndex, connection)
        }
        switch failure {
        case .none: return
        case .gap(let index, let stored, let from):
            throw .gap(index: index, stored: stored, from: from)
        case .database(let error): throw .database(error)
        }
    }

    private static func apply(
        _ batches: [Batch], _ interpreter: Interpreter, _ traceFilters: TraceFilters, _ searchIndex: SearchIndex,
        _ connection: Connection
    ) -> BatchFailure? {
        var failure: BatchFailure?
        do {
            try WriteTransaction.run(on: connection, interpreter, traceFilters, searchIndex) { transaction throws(SQLiteError) in
                var writer = try BatchWriter(transaction)
                do throws(BatchFailure) {
                    for batch in batches { try writer.apply(batch) }
                } catch {
                    failure = error
                    throw SQLiteError(code: 4, message: "the batch was refused")
                }
                try writer.finish()
            }
        } catch {
            return failure ?? .database(error)
        }
        return nil
    }
}
