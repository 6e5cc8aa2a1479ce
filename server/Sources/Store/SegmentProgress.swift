/// How far one journal segment has been moved into the store.
public struct SegmentProgress: Sendable, Equatable {
    /// How a segment stands.
    public enum State: Int, Sendable {
        /// More may come.
        case reading = 0
        /// All of it is in the store, and it will not grow: its file may go.
        case finished = 1
        /// It could not be read to its end. Its file is kept.
        case damaged = 2
        /// Its file went away before it was read to its end.
        case missing = 3
    }

    public var process: ProcessInstance
    /// The segment's index within its process instance.
    public var index: UInt64
    /// Everything before this offset of the file is in the store.
    public var position: UInt64
    public var state: State

    public init(process: ProcessInstance, index: UInt64, position: UInt64, state: State) {
        self.process = process
        self.index = index
        self.position = position
        self.state = state
    }
}
