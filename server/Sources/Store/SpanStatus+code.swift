import Model

extension SpanStatus {
    /// The number that stands for it in the database. Never give one another meaning.
    var code: Int {
        switch self {
        case .running: 0
        case .ok: 1
        case .error: 2
        case .cancelled: 3
        case .abandoned: 4
        case .interrupted: 5
        }
    }

    init?(code: Int) {
        guard let status = Self.allCases.first(where: { $0.code == code }) else { return nil }
        self = status
    }

    /// The worst first: the status of a trace is the first that one of its spans has.
    static let worstFirst: [SpanStatus] = [
        .error, .interrupted, .cancelled, .abandoned, .running, .ok,
    ]
}
