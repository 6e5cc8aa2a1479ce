import SQLite

extension SQLiteStore {
    public func retain(_ retention: Retention) async throws(StoreError) -> Bool {
        let index = retention.bytes == nil ? nil : await clearedIndexBytes()
        let removed = try await change { [searchIndex] transaction throws(SQLiteError) in
            try TraceRemoval(transaction).removeSome(beyond: retention) { database in
                searchIndex.expectedBytes(database: database, cleared: index)
            }
        }
        noteRemoved(removed)
        let hasFreePages: Bool
        do {
            hasFreePages = try await writer.perform { connection throws(SQLiteError) in try connection.cutFreePages() }
        } catch {
            throw .database(error)
        }
        let hasFreeSearchPages = await search(failure: false) { connection throws(SQLiteError) in try connection.cutFreePages() }
        guard removed == 0, !hasFreePages, !hasFreeSearchPages else { return true }
        guard retention.bytes != nil, index == nil else { return false }
        // It seems to be enough. Once the words of what was removed are out of the index, that is looked at again.
        if await clearSearch() { return true }
        return await clearedIndexBytes() != nil
    }

    /// Bytes that the index has in use; `nil` while it has words of removed spans, or cannot be written.
    private func clearedIndexBytes() async -> Int? {
        await searchIndex.settle()
        guard !searchIndex.isFailing else { return nil }
        return await search(failure: nil) { connection throws(SQLiteError) in
            try SearchFile(connection).isCleared() ? try connection.usedBytes() : nil
        }
    }
}
