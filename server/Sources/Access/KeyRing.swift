import Synchronization

/// The keys that a running server knows. A key that is made or revoked counts from the next
/// request on.
public final class KeyRing: Sendable {
    private struct State {
        var mark: KeyFile.Mark?
        var keys: [AccessKey] = []
    }

    private let file: KeyFile
    private let state: Mutex<State>

    /// Reads the file.
    public init(_ file: KeyFile) throws(KeyFileError) {
        self.file = file
        let mark = file.mark()
        state = Mutex(State(mark: mark, keys: try file.keys()))
    }

    /// All keys, the oldest first.
    ///
    /// A file that has changed and cannot be read lets nobody in.
    public var keys: [AccessKey] {
        let mark = file.mark()
        return state.withLock { state in
            if state.mark != mark {
                state.mark = mark
                state.keys = (try? file.keys()) ?? []
            }
            return state.keys
        }
    }

    /// The key that these belong to.
    ///
    /// Each key is compared, also behind one that fits, so that the time says nothing.
    public func key(for credentials: Credentials) -> AccessKey? {
        let hash: [UInt8]
        let id: String?
        switch credentials {
        case .secret(let secret): (hash, id) = (SHA256.hash(secret.utf8), nil)
        case .pair(let name, let secret): (hash, id) = (SHA256.hash(secret.utf8), name)
        }
        var found: AccessKey?
        for key in keys where Secret.areEqual(key.secretHash, hash) { found = key }
        guard let found, id == nil || id == found.id else { return nil }
        return found
    }

    /// The key of that id.
    public func key(id: String) -> AccessKey? {
        keys.first { $0.id == id }
    }
}
