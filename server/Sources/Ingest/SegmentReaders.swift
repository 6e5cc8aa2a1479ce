import JournalReader
import Store

/// The segments that are open: at most one a process, and not too many files at once.
struct SegmentReaders {
    /// Beyond this, segments in which nothing happens are closed.
    private static let limit = 128

    private struct Entry {
        var file: String
        var segment: OpenSegment
    }

    private var entries: [ProcessInstance: Entry] = [:]
    /// The round in which a process was read last.
    private var visits: [ProcessInstance: Int] = [:]
    private var round = 0
    private var worked: Set<ProcessInstance> = []

    /// The reader of a process, if one is open.
    func reader(of process: ProcessInstance) -> OpenSegment? { entries[process]?.segment }

    /// The processes whose turn it is: who was not read for longest comes first.
    func turn(of processes: [ProcessInstance]) -> [ProcessInstance] {
        let order = processes.sorted {
            let (left, right) = (visits[$0] ?? 0, visits[$1] ?? 0)
            return left != right ? left < right : ($0.high, $0.low) < ($1.high, $1.low)
        }
        return Array(order.prefix(Self.limit * 2))
    }

    /// Begins to read those whose turn it is.
    mutating func beginRound(_ processes: [ProcessInstance]) -> [ProcessInstance] {
        round += 1
        worked.removeAll(keepingCapacity: true)
        let present = Set(processes)
        visits = visits.filter { present.contains($0.key) }
        entries = entries.filter { present.contains($0.key) }
        return turn(of: processes)
    }

    /// The reader of that file; `nil` if too many are open, until there is room.
    mutating func open(
        _ file: SegmentFile, in directory: JournalDirectory, position: UInt64
    ) throws(JournalError) -> OpenSegment? {
        if let entry = entries[file.process], entry.file == file.name {
            visits[file.process] = round
            return entry.segment
        }
        guard entries.count < Self.limit else { return nil }
        visits[file.process] = round
        let segment = try OpenSegment(path: directory.path(of: file.name), position: position)
        entries[file.process] = Entry(file: file.name, segment: segment)
        return segment
    }

    /// A process had something to read in this round.
    mutating func noteWork(_ process: ProcessInstance) { worked.insert(process) }

    mutating func close(_ process: ProcessInstance) { entries[process] = nil }

    mutating func closeAll() { entries = [:] }

    /// Makes room, if there is none, by closing those that had nothing to read.
    mutating func closeIdle() {
        guard entries.count >= Self.limit else { return }
        entries = entries.filter { worked.contains($0.key) }
    }
}
