/// Whether something that is tried again and again works, and what of it has been told.
struct Health {
    /// What is to be told.
    enum News {
        case fails(reason: String)
        case works
    }

    /// What fails and works by turns is told once in that time.
    private static let pause = Duration.seconds(60)

    private(set) var isFailing = false
    private var isTold = false
    private var toldAt: ContinuousClock.Instant?

    /// Notes how it went, with the reason if it failed, and returns what is new.
    mutating func note(_ failure: String?) -> News? {
        isFailing = failure != nil
        guard let failure else {
            defer { isTold = false }
            return isTold ? .works : nil
        }
        let now = ContinuousClock.now
        guard !isTold, toldAt.map({ now - $0 >= Self.pause }) ?? true else { return nil }
        isTold = true
        toldAt = now
        return .fails(reason: failure)
    }
}
