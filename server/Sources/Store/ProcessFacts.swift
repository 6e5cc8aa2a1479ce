/// What is known of a recording process from the outside of its records.
public struct ProcessFacts: Sendable, Equatable {
    public var instance: ProcessInstance
    public var processID: UInt32
    public var parentProcessID: UInt32
    /// When it began to record, in nanoseconds since 1970.
    public var startTime: Int64
    /// Records that it could not write.
    public var droppedRecords: UInt64
    public var droppedBytes: UInt64

    public init(
        instance: ProcessInstance, processID: UInt32, parentProcessID: UInt32 = 0,
        startTime: Int64 = 0, droppedRecords: UInt64 = 0, droppedBytes: UInt64 = 0
    ) {
        self.instance = instance
        self.processID = processID
        self.parentProcessID = parentProcessID
        self.startTime = startTime
        self.droppedRecords = droppedRecords
        self.droppedBytes = droppedBytes
    }
}
