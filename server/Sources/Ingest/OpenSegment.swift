import JournalReader
import Store

/// A segment that is being read.
final class OpenSegment {
    /// How much is taken at once, so that neither memory nor a transaction grows with the journal.
    struct Limits: Sendable {
        var records = 4_096
        var bytes = 4 << 20
    }

    /// What one reading has given.
    struct Portion {
        var facts: ProcessFacts
        var from: UInt64
        var to: UInt64
        var changes: [Change] = []
        /// Bytes of payloads in the changes.
        var byteCount = 0
        /// There is more to read at once.
        var isCutShort = false
        var isSealed = false
        var damage: String?
    }

    private var reader: SegmentReader
    private var knownDrops: UInt64 = 0

    /// Opens a file and goes on at a place that was reached before.
    init(path: String, position: UInt64) throws(JournalError) {
        reader = try SegmentReader(path: path)
        if position != reader.position { try reader.resume(at: position) }
    }

    /// The header as it is now.
    func header() throws(JournalError) -> SegmentHeader {
        try reader.refreshHeader()
        return reader.header
    }

    /// Whether the process has counted drops since this was asked last.
    func hasNewDrops() -> Bool {
        defer { knownDrops = reader.header.droppedRecords }
        return reader.header.droppedRecords != knownDrops
    }

    /// Reads on from where it stands, as far as the header last read goes.
    func read(_ limits: Limits, processIsGone: Bool) throws(JournalError) -> Portion {
        let translator = RecordTranslator(header: reader.header)
        var portion = Portion(
            facts: ProcessFacts(reader.header), from: reader.position, to: reader.position)
        do {
            while true {
                guard portion.changes.count < limits.records, portion.byteCount < limits.bytes else {
                    portion.isCutShort = true
                    break
                }
                guard let record = try reader.next(processIsGone: processIsGone) else { break }
                if case .payload(let fragment) = record { portion.byteCount += fragment.bytes.count }
                if let change = translator.change(record) { portion.changes.append(change) }
            }
        } catch {
            guard case .damaged = error else { throw error }
            portion.damage = "\(error)"
        }
        portion.to = reader.position
        portion.isSealed = reader.isFinished
        return portion
    }
}
