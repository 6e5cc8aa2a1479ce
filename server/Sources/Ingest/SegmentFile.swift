import JournalReader
import Store

/// A segment's file, and what its header says of where it belongs.
struct SegmentFile: Sendable, Equatable {
    /// The name within the journal directory.
    var name: String
    var process: ProcessInstance
    /// Counted within the process instance.
    var index: UInt64
    /// What the process and those that it becomes by `exec` have in common.
    var system: SystemProcess
    /// When the segment was made, on the record clock: orders the instances of one process.
    var clockAnchor: UInt64
    /// Where the first record begins.
    var start: UInt64

    /// A process as the kernel counts.
    struct SystemProcess: Sendable, Hashable {
        var processID: UInt32
        var startTicks: UInt64
        var bootHigh: UInt64
        var bootLow: UInt64
    }
}

extension SegmentFile {
    init(name: String, header: SegmentHeader) {
        self.init(
            name: name,
            process: ProcessInstance(
                high: header.processInstance.high, low: header.processInstance.low),
            index: header.index,
            system: SystemProcess(
                processID: header.processID, startTicks: header.processStartTicks,
                bootHigh: header.bootID.high, bootLow: header.bootID.low),
            clockAnchor: header.clockAnchor, start: header.headerSize)
    }
}
