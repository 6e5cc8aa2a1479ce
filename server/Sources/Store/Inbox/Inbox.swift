import Synchronization

/// What was received and is not in the tables yet.
///
/// It is in a file before it is acknowledged, and in memory to be put into the tables with much else: a
/// transaction of two thousand spans costs half as much for each as one of two hundred. Entries have
/// numbers, and the tables say which was the last one of them; so each is taken once, whenever the
/// process ends.
final class Inbox: Sendable {
    /// What came in one request.
    struct Entry {
        let number: Int64
        let spans: [ReceivedSpan]
        let byteCount: Int
    }

    /// Beyond so much, who brings more waits until the tables have it.
    private static let spanLimit = 3_072
    private static let byteLimit = 8 << 20

    private struct State: ~Copyable {
        /// New entries go into one; the other has those that are being put into the tables.
        var current: InboxFile
        var other: InboxFile
        var entries: [Entry] = []
        var spanCount = 0
        var byteCount = 0
        /// Entries that were taken, and are not yet known to be in the tables.
        var takenCount = 0
        var next: Int64 = 1
    }

    private let state: Mutex<State>

    /// Opens the files beside the database, with what an earlier process has left there.
    ///
    /// - Parameter last: the number of the last entry that is in the tables.
    init(paths: [String], last: Int64) throws(StoreError) {
        var state = State(current: try InboxFile(path: paths[0]), other: try InboxFile(path: paths[1]))
        let left = (state.current.entries(after: last) + state.other.entries(after: last))
            .sorted { $0.number < $1.number }
        state.next = max(last, left.last?.number ?? 0) + 1
        for entry in left {
            state.entries.append(Entry(number: entry.number, spans: entry.spans, byteCount: 0))
        }
        if state.entries.isEmpty {
            // What is there is in the tables.
            state.current.clear()
            state.other.clear()
        }
        self.state = Mutex(consume state)
    }

    /// Whether all that was added is in the tables.
    var isSettled: Bool { state.withLock { $0.entries.isEmpty && $0.takenCount == 0 } }

    /// Keeps spans; returns whether there is so much now that it should go into the tables first.
    func add(_ spans: [ReceivedSpan]) throws(StoreError) -> Bool {
        let bytes = spans.inboxBytes
        let result = state.withLock { state in
            Result { () throws(StoreError) in
                try state.current.append(bytes, number: state.next)
                state.entries.append(Entry(number: state.next, spans: spans, byteCount: bytes.count))
                state.next += 1
                state.spanCount += spans.count
                state.byteCount += bytes.count
                return state.spanCount >= Self.spanLimit || state.byteCount >= Self.byteLimit
            }
        }
        return try result.get()
    }

    /// Takes all that there is. To be called by one at a time, until ``settle()`` or ``giveBack(_:)``.
    func take() -> [Entry] {
        state.withLock { state in
            let entries = state.entries
            state.entries = []
            state.spanCount = 0
            state.byteCount = 0
            state.takenCount = entries.count
            if state.other.isEmpty, !state.current.isEmpty { swap(&state.current, &state.other) }
            return entries
        }
    }

    /// What was taken is in the tables.
    func settle() {
        state.withLock { state in
            state.takenCount = 0
            state.other.empty()
            if state.entries.isEmpty { state.current.empty() }
        }
    }

    /// What was taken could not be put into the tables.
    func giveBack(_ entries: [Entry]) {
        state.withLock { state in
            state.takenCount = 0
            state.entries = entries + state.entries
            state.spanCount = state.entries.reduce(0) { $0 + $1.spans.count }
            state.byteCount = state.entries.reduce(0) { $0 + $1.byteCount }
        }
    }

    /// Leaves nothing in the files, if all of it is in the tables.
    func clear() {
        state.withLock { state in
            guard state.entries.isEmpty, state.takenCount == 0 else { return }
            state.current.clear()
            state.other.clear()
        }
    }
}
