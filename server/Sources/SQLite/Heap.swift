import CSQLite
import Synchronization

/// Gives memory back to the system when work pauses: glibc keeps what was free between pieces that are
/// in use, and after a burst that is most of what the process has.
public final class Heap: Sendable {
    private struct State {
        var works = 0
        var isWaiting = false
    }

    /// How long nothing has to happen.
    private static let pause = Duration.seconds(1)

    private let state = Mutex(State())

    public init() {}

    /// To be called after each piece of work.
    public func noteWork() {
        let begins = state.withLock { state in
            state.works &+= 1
            defer { state.isWaiting = true }
            return !state.isWaiting
        }
        if begins { Task { await waitForPause() } }
    }

    private func waitForPause() async {
        var isWorking = true
        while isWorking {
            let before = state.withLock { $0.works }
            try? await Task.sleep(for: Self.pause)
            isWorking = state.withLock { state in
                if state.works == before { state.isWaiting = false }
                return state.works != before
            }
        }
        csqlite_trim_heap()
    }
}
