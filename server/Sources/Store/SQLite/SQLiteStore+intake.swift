import Model
import SQLite

extension SQLiteStore: Intake {
    public func receive(_ spans: [ReceivedSpan]) async throws(StoreError) {
        guard !spans.isEmpty else { return }
        try await receive(InboxAmount(spans: spans.count)) { spans.inboxBytes }
    }

    public func receive(_ logs: [ReceivedLog]) async throws(StoreError) {
        guard !logs.isEmpty else { return }
        try await receive(InboxAmount(logs: logs.count)) { logs.inboxBytes }
    }

    /// - Parameters:
    ///   - amount: without the bytes.
    ///   - bytes: made when there is room.
    private func receive(_ amount: InboxAmount, _ bytes: @Sendable () -> [UInt8]) async throws(StoreError) {
        guard let inbox else {
            return try await change { transaction throws(SQLiteError) in
                var writer = try BatchWriter(transaction)
                try writer.receive(InboxEntry(number: 0, amount: amount, content: bytes()))
                try writer.finish()
            }
        }
        // In the inbox's file it is as safe as in the database; the tables get it with more at once.
        try await waitForRoom(inbox)
        let content = bytes()
        var amount = amount
        amount.bytes = content.count
        if try inbox.add(content, amount) { settleNow(inbox) } else { settleSoon() }
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
