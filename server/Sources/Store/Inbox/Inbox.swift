import Synchronization

/// What was received and is not in the tables yet.
///
/// It is in a file before it is acknowledged, and in memory to be put into the tables with much else: a
/// transaction of two thousand spans costs half as much for each as one of two hundred. Entries have
/// numbers, and the tables say which was the last one of them; so each is taken once, whenever the
/// process ends.
final class Inbox: Sendable {
    private struct State: ~Copyable {
        /// New entries go into one; the other has those that are being put into the tables.
        var current: InboxFile
        var other: InboxFile
        var entries: [InboxEntry] = []
        /// What these are, and what was taken to be put into the tables.
        var amount = InboxAmount()
        var takenAmount = InboxAmount()
        /// The last entry that is in the tables, the last one that was taken to be put there, and the next one.
        var settled: Int64 = 0
        var taken: Int64 = 0
        var next: Int64 = 1
        /// Why what was taken last could not be put into the tables.
        var failure: StoreError?
        /// Who waits for room, and is woken when there may be some.
        var waiting: [Int: CheckedContinuation<Void, Never>] = [:]
        var nextWaiting = 0

        /// It is put into the tables, and who brings more waits until that has begun. What was taken is in memory, too: it is much
        /// after the tables have refused it a few times.
        var isFull: Bool { amount.isMuch() || (amount + takenAmount).isMuch(times: 2) }
    }

    private let state: Mutex<State>
    /// Files with entries that were found in the place of its own, and are part of another inbox: their new names.
    let setAside: [String]

    /// Opens the files beside the database, with what an earlier process has left there.
    ///
    /// - Parameters:
    ///   - inbox: which inbox the database says is its own.
    ///   - last: the number of the last entry that is in the tables.
    init(paths: [String], inbox: Int64, last: Int64) throws(StoreError) {
        var setAside: [String] = []
        for path in paths { if let name = try InboxFile.setAside(path: path, unlessOf: inbox) { setAside.append(name) } }
        self.setAside = setAside
        var state = State(current: try InboxFile(path: paths[0]), other: try InboxFile(path: paths[1]))
        let left = (state.current.entries(after: last) + state.other.entries(after: last))
            .sorted { $0.number < $1.number }
        state.next = max(last, left.last?.number ?? 0) + 1
        state.settled = left.first.map { $0.number - 1 } ?? state.next - 1
        state.taken = state.settled
        state.entries = left
        state.amount = left.reduce(InboxAmount()) { $0 + $1.amount }
        if state.entries.isEmpty {
            // What is there is in the tables.
            state.current.clear()
            state.other.clear()
        }
        self.state = Mutex(consume state)
    }

    /// The last entry that was added.
    var last: Int64 { state.withLock { $0.next - 1 } }

    /// What is not in the tables yet.
    var amount: InboxAmount { state.withLock { $0.amount + $0.takenAmount } }

    /// Whether that entry and all before it are in the tables.
    func isSettled(through number: Int64) -> Bool { state.withLock { $0.settled >= number } }

    /// Returns when there is room, or when the task is cancelled; throws if there is none because the tables
    /// take nothing. What waits there is less than memory has to bear.
    func waitForRoom() async throws(StoreError) {
        while !Task.isCancelled {
            let (isFull, failure, number) = state.withLock { state in
                state.nextWaiting += 1
                return (state.isFull, state.failure, state.nextWaiting)
            }
            guard isFull else { return }
            if let failure { throw failure }
            await withTaskCancellationHandler {
                await withCheckedContinuation { waiter in
                    // There may be room by now, or nobody may want it any more.
                    let mayGo = state.withLock { state in
                        guard state.isFull, state.failure == nil, !Task.isCancelled else { return true }
                        state.waiting[number] = waiter
                        return false
                    }
                    if mayGo { waiter.resume() }
                }
            } onCancel: {
                state.withLock { $0.waiting.removeValue(forKey: number) }?.resume()
            }
        }
    }

    /// Keeps spans, or log records, as their bytes; returns whether it is full now.
    func add(_ bytes: [UInt8], _ amount: InboxAmount) throws(StoreError) -> Bool {
        let result = state.withLock { state in
            Result { () throws(StoreError) in
                try state.current.append(bytes, number: state.next)
                state.entries.append(InboxEntry(number: state.next, amount: amount, content: bytes))
                state.next += 1
                state.amount = state.amount + amount
                return state.isFull
            }
        }
        return try result.get()
    }

    /// Takes all that there is. To be called by one at a time, until ``settle()`` or ``giveBack(_:_:)``.
    func take() -> [InboxEntry] {
        defer { wake() }
        return state.withLock { state in
            let entries = state.entries
            state.entries = []
            state.takenAmount = state.amount
            state.amount = InboxAmount()
            state.taken = state.next - 1
            if state.other.isEmpty, !state.current.isEmpty { swap(&state.current, &state.other) }
            return entries
        }
    }

    /// What was taken is in the tables.
    func settle() {
        defer { wake() }
        state.withLock { state in
            state.settled = state.taken
            state.takenAmount = InboxAmount()
            state.failure = nil
            state.other.empty()
            if state.entries.isEmpty { state.current.empty() }
        }
    }

    /// What was taken could not be put into the tables.
    func giveBack(_ entries: [InboxEntry], _ failure: StoreError) {
        defer { wake() }
        state.withLock { state in
            state.failure = failure
            state.taken = state.settled
            state.entries = entries + state.entries
            state.amount = state.amount + state.takenAmount
            state.takenAmount = InboxAmount()
        }
    }

    /// Has those who wait look again.
    private func wake() {
        let waiting = state.withLock { state in
            defer { state.waiting = [:] }
            return state.waiting
        }
        for waiter in waiting.values { waiter.resume() }
    }

    /// Says which inbox it is, for what is added from now on.
    func begin(_ inbox: Int64) {
        state.withLock { state in
            state.current.inbox = inbox
            state.other.inbox = inbox
        }
    }

    /// Leaves nothing in the files, if all of it is in the tables; returns whether it is.
    @discardableResult
    func clear() -> Bool {
        state.withLock { state in
            guard state.settled == state.next - 1 else { return false }
            state.current.clear()
            state.other.clear()
            return true
        }
    }
}
