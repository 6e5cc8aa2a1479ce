import JournalReader
import Store

/// A segment's file, and what its header says of where it belongs.
package struct SegmentFile: Sendable, Equatable {
    /// The name within the journal directory.
    package var name: String
    package var process: ProcessInstance
    /// Counted within the process instance.
    package var index: UInt64
    /// What the process and those that it becomes by `exec` have in common.
    package var system: SystemProcess
    /// When the segment was made, on the record clock: orders the instances of one process.
    package var clockAnchor: UInt64
    /// Where the first record begins.
    package var start: UInt64

    /// A process as the kernel counts.
    package struct SystemProcess: Sendable, Hashable {
        var processID: UInt32
        var startTicks: UInt64
        var bootHigh: UInt64
        var bootLow: UInt64

        package init(processID: UInt32, startTicks: UInt64, bootHigh: UInt64, bootLow: UInt64) {
            self.processID = processID
            self.startTicks = startTicks
            self.bootHigh = bootHigh
            self.bootLow = bootLow
        }
    }

    package init(
        name: String, process: ProcessInstance, index: UInt64, system: SystemProcess,
        clockAnchor: UInt64, start: UInt64
    ) {
        self.name = name
        self.process = process
        self.index = index
        self.system = system
        self.clockAnchor = clockAnchor
        self.start = start
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
