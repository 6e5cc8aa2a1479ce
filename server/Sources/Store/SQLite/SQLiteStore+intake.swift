import Model
import SQLite

extension SQLiteStore: Intake {
    public func receive(_ spans: [ReceivedSpan]) async throws(StoreError) {
        guard !spans.isEmpty else { return }
        try await receive(count: spans.count) { spans.inboxBytes }
    }

    public func receive(_ logs: [ReceivedLog]) async throws(StoreError) {
        guard !logs.isEmpty else { return }
        try await receive(count: logs.count) { logs.inboxBytes }
    }

    /// - Parameter bytes: made when there is room.
    private func receive(count: Int, _ bytes: @Sendable () -> [UInt8]) async throws(StoreError) {
        guard let inbox else {
            return try await change { transaction throws(SQLiteError) in
                var writer = try BatchWriter(transaction)
                try writer.receive(Inbox.Entry(number: 0, spanCount: count, content: bytes()))
                try writer.finish()
            }
        }
        // In the inbox's file it is as safe as in the database; the tables get it with more at once.
        try await waitForRoom(inbox)
        if try inbox.add(bytes(), count: count) { settleNow(inbox) } else { settleSoon() }
    }

    public func keep(_ scores: [Score]) async throws(StoreError) {
        guard !scores.isEmpty else { return }
        try await write { connection throws(SQLiteError) in
            let table = ScoreTable(connection)
            for score in scores { try table.put(score) }
        }
    }

    public func scores(ofSession session: String, limit: Int) async throws(StoreError) -> [Score] {
        try await read { connection throws(SQLiteError) in
            try ScoreTable(connection).scores(ofSession: session, limit: limit)
        }
    }

    public func scores(of trace: TraceID) async throws(StoreError) -> [Score] {
        try await read { connection throws(SQLiteError) in
            try ScoreTable(connection).scores(of: trace)
        }
    }
}
