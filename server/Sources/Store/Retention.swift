/// How much of the past a store keeps.
public struct Retention: Sendable, Equatable {
    /// Traces that began before this go, in nanoseconds since 1970.
    public var since: Int64?
    /// The oldest traces go while the database has more bytes than this.
    public var bytes: Int?

    public init(since: Int64? = nil, bytes: Int? = nil) {
        self.since = since
        self.bytes = bytes
    }
}
