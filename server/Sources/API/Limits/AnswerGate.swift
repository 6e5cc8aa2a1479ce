import Synchronization

/// Bounds how many bytes of long answers are in memory at the same time.
///
/// A client that asks for much and reads nothing has the server hold what it asked for, as many
/// times as it has connections. Short answers are let through always.
public final class AnswerGate: Sendable {
    /// An answer that is longer needs room.
    static let shortAnswer = 256 << 10
    /// What an export holds at a time is about so much.
    static let exportBytes = 16 << 20

    private let limit: Int
    private let used = Mutex(0)

    /// - Parameter limit: room for some of the longest answers.
    public init(limit: Int = 128 << 20) {
        self.limit = limit
    }

    /// Takes room for that many bytes. Without room, the client is told to come again; but one
    /// answer is let through, however long it is.
    func room(for bytes: Int) throws(RequestError) -> Room {
        let isAdmitted = used.withLock { used in
            guard used == 0 || bytes <= limit - used else { return false }
            used += bytes
            return true
        }
        guard isAdmitted else { throw .manyAnswers }
        return Room(self, bytes)
    }

    /// Notes bytes that wait until a client takes them, or takes these off again.
    func noteWaiting(_ bytes: Int) {
        used.withLock { $0 += bytes }
    }

    /// Room that an answer has for as long as anybody holds this.
    final class Room: Sendable {
        private let gate: AnswerGate
        private let bytes: Int

        fileprivate init(_ gate: AnswerGate, _ bytes: Int) {
            self.gate = gate
            self.bytes = bytes
        }

        deinit {
            gate.used.withLock { $0 -= bytes }
        }
    }
}

extension RequestError {
    /// More is being answered than there is room for.
    static let manyAnswers = RequestError(
        status: .serviceUnavailable, code: "busy",
        message: "too many long answers are being read; ask again in a moment", headers: [.retryAfter: "1"])
}
