import SQLite
import Synchronization

extension SearchIndex {
    /// Whether words do not get into it, or out of it.
    var isFailing: Bool { state.withLock { $0.adding.isFailing || $0.clearing.isFailing } }

    /// That its file could not be opened: nothing is put in, until the store is opened again.
    func noteMissing(_ error: StoreError) {
        state.withLock { state in
            state.isLeftAlone = true
            _ = state.adding.note("\(error)")
        }
        onEvent(.indexIsMissing(reason: "\(error)"))
    }

    /// That the file is damaged was found elsewhere.
    func noteDamage(_ error: SQLiteError) {
        let news = state.withLock { state in
            // What could not even be emptied is not tried again.
            if !state.isLeftAlone { state.isForeign = true }
            return state.adding.note(error.reason)
        }
        tellAdding(news)
    }

    /// Notes how it went to clear its file of words of removed spans.
    func noteClearing(_ failure: SQLiteError?) {
        if let failure, failure.isCorrupt { return noteDamage(failure) }
        switch state.withLock({ $0.clearing.note(failure?.reason) }) {
        case .fails(let reason): onEvent(.clearingFails(reason: reason))
        case .works: onEvent(.clearingWorks)
        case nil: break
        }
    }

    func tellAdding(_ news: Health.News?) {
        switch news {
        case .fails(let reason): onEvent(.indexFails(reason: reason))
        case .works: onEvent(.indexWorks)
        case nil: break
        }
    }
}
