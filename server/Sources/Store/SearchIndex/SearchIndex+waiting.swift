import Synchronization

extension SearchIndex {
    /// Returns when few transactions wait for the index.
    func waitForRoom() async {
        await wait { $0.queue.count < Self.queueLimit }
    }

    /// Returns when the index has what was changed before this is called, unless it cannot be written.
    ///
    /// - Parameter number: the last change that the database has, which may be another process's.
    func settle(through number: Int64 = 0) async {
        let last = state.withLock { $0.last }
        await wait { $0.tried >= last }
        // It failed, and may not fail again; or nobody has told this process.
        if state.withLock({ $0.applied < max(last, number) }) { await catchUp() }
    }

    private func wait(until isDone: @Sendable (borrowing State) -> Bool) async {
        while !state.withLock({ isDone($0) }) {
            await withCheckedContinuation { waiter in
                let mayGo = state.withLock { state in
                    if isDone(state) { return true }
                    state.waiting.append(waiter)
                    return false
                }
                if mayGo { waiter.resume() }
            }
        }
    }

    func wake() {
        let waiting = state.withLock { state in
            defer { state.waiting = [] }
            return state.waiting
        }
        for waiter in waiting { waiter.resume() }
    }
}
