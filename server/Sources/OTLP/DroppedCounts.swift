/// How much of a span is missing.
public struct DroppedCounts: Sendable, Equatable {
    public var attributes: UInt32
    public var events: UInt32
    public var links: UInt32
    /// Texts and bytes that were longer than a limit of ours, and of which the beginning was kept.
    public var cutValues: UInt32

    public init(
        attributes: UInt32 = 0, events: UInt32 = 0, links: UInt32 = 0, cutValues: UInt32 = 0
    ) {
        self.attributes = attributes
        self.events = events
        self.links = links
        self.cutValues = cutValues
    }
}
