import Synchronization

/// When stale chunks are made anew: a trace that goes on for hours makes its chunk stale again and again, and that is not to take much of
/// the time of a server that has other things to do.
final class FacetRenewal: Sendable {
    /// A chunk of one of the tables.
    struct Chunk {
        var table: String
        var number: Int64
    }

    private struct State {
        /// When to look for stale ones again; at once if there is no time.
        var due: ContinuousClock.Instant?
        /// Those that were found and are still to be made.
        var found: [Chunk] = []
        /// How long it took to make those that are not there any more.
        var spent = Duration.zero
    }

    private let state = Mutex(State())

    private static let pauses = Duration.seconds(5)...Duration.seconds(600)
    /// How many times as long as the work the pause is, within these bounds.
    private static let ratio = 20

    /// Runs `make` with the chunks that are to be made anew now, if there are any; returns whether there were.
    ///
    /// - Parameters:
    ///   - limit: how many at most.
    ///   - find: returns all that are stale.
    func renew<Failure: Error>(
        limit: Int, find: () throws(Failure) -> [Chunk], make: ([Chunk]) throws(Failure) -> Void
    ) throws(Failure) -> Bool {
        let start = ContinuousClock.now
        var (due, found) = state.withLock { ($0.due, $0.found) }
        if found.isEmpty {
            if let due, due > start { return false }
            found = try find()
        }
        let chunks = Array(found.suffix(limit))
        found.removeLast(chunks.count)
        try make(chunks)
        let end = ContinuousClock.now
        state.withLock { state in
            state.spent += end - start
            state.found = found
            guard found.isEmpty else { return }
            state.due = end + min(max(state.spent * Self.ratio, Self.pauses.lowerBound), Self.pauses.upperBound)
            state.spent = .zero
        }
        return !chunks.isEmpty
    }
}
