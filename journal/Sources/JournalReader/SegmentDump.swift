import Journal

/// A segment as text: a few lines of header, then a line for each record. For people, and for the
/// golden files.
public enum SegmentDump {
    /// - Parameter processIsGone: what was begun and not committed is skipped, not waited for.
    public static func lines(of path: String, processIsGone: Bool = true) throws(JournalError) -> [String] {
        var reader = try SegmentReader(path: path)
        let header = reader.header
        var lines = describe(header)
        while let record = try reader.next(processIsGone: processIsGone) { lines.append(describe(record, header)) }
        return lines
    }

    private static func describe(_ header: SegmentHeader) -> [String] {
        [
            "instance \(header.processInstance.hex) index \(header.index)",
            "process \(header.processID) of \(header.parentProcessID) since \(header.processStartTicks)",
            "boot \(header.bootID.hex) namespace \(header.pidNamespace)",
            "forked from \(header.parentInstance?.hex ?? "none")",
            "size \(header.segmentSize) tail \(header.tail) sealed \(header.sealed)",
            "dropped \(header.droppedRecords) records, \(header.droppedBytes) bytes",
        ]
    }

    private static func describe(_ record: JournalRecord, _ header: SegmentHeader) -> String {
        switch record {
        case .process(let json):
            return "process \(String(decoding: json, as: UTF8.self))"
        case .spanStart(let start):
            return "\(header.wallTime(start.time)) start \(hex(start.span)) parent \(hex(start.parent)) trace "
                + "\(start.trace.hex) name '\(start.name)' scope '\(start.scope)' kind \(start.kind) thread \(start.thread)"
        case .spanEnd(let end):
            return "\(header.wallTime(end.time)) end \(hex(end.span)) \(end.outcome.map { "\($0)" } ?? "?")"
        case .payload(let part):
            return "\(header.wallTime(part.time)) payload \(part.number) of \(hex(part.span)) '\(part.key)' \(part.media)"
                + "\(part.isCut ? " cut" : "") \(part.offset)+\(part.bytes.count) of \(part.total): "
                + String(decoding: part.bytes, as: UTF8.self)
        }
    }

    private static func hex(_ value: UInt64) -> String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
