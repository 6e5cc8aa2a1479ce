import Model

/// What people ask of a store beside reading it. Long work is only begun here: ``Store/maintain()``
/// does it, in small parts, between other work.
public protocol Maintenance: Sendable {
    /// Has all spans interpreted anew from what was stored raw; ``Store/maintain()`` does it.
    func beginReinterpretation() async throws(StoreError)

    /// All prices, by pattern and time.
    func prices() async throws(StoreError) -> [Price]

    /// Keeps prices, each in place of the one for the same pattern and time. ``Store/maintain()`` gives
    /// the past its new cost.
    func keep(_ prices: [Price]) async throws(StoreError)

    /// Forgets the prices that a user gave for a pattern; returns how many there were.
    func removePrices(pattern: String) async throws(StoreError) -> Int

    /// Removes a trace with all that belongs to it; returns whether there was one, or log records that waited for its spans.
    func removeTrace(_ id: TraceID) async throws(StoreError) -> Bool

    /// Removes some of what is beyond these limits, and gives its room on the disk back; returns
    /// whether there may be more.
    func retain(_ retention: Retention) async throws(StoreError) -> Bool

    /// Writes a copy of the whole store, as it is at one moment, into a new file, while work goes on.
    func backUp(to path: String) async throws(StoreError)
}
