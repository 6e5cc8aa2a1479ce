import Synchronization

/// Bounds how many bytes of requests are in memory at the same time.
final class IntakeGate: Sendable {
    /// Most bytes of one body, as it is sent and as it is unpacked.
    static let bodyLimit = 64 << 20

    private let limit: Int
    private let used = Mutex(0)

    /// - Parameter limit: room for one request of the greatest size, and for many ordinary ones.
    init(limit: Int = 192 << 20) {
        self.limit = limit
    }

    /// Runs `body` with room that it can let grow. Without room for more, the client is told to
    /// come again.
    func admit<Result>(_ body: (borrowing Room) async throws -> Result) async throws -> Result {
        let room = Room(self)
        return try await body(room)
    }

    /// Room that a request has, until it is done.
    struct Room: ~Copyable {
        private let gate: IntakeGate
        private let taken = Mutex(0)

        fileprivate init(_ gate: IntakeGate) {
            self.gate = gate
        }

        /// Takes as many bytes more.
        func grow(by bytes: Int) throws(RequestError) {
            try gate.take(bytes)
            taken.withLock { $0 += bytes }
        }

        deinit {
            let bytes = taken.withLock { $0 }
            gate.used.withLock { $0 -= bytes }
        }
    }

    private func take(_ bytes: Int) throws(RequestError) {
        let isAdmitted = used.withLock { used in
            guard bytes <= limit - used else { return false }
            used += bytes
            return true
        }
        guard isAdmitted else { throw .busy }
    }
}
