import Foundation
import Journal
import JournalReader
import Testing

/// Holds the format in bytes: what an earlier version wrote must always read as it did.
@Suite struct GoldenTests {
    static let names = ["spans", "fork", "fragments", "interrupted"]

    @Test(arguments: names) func readsAsItAlwaysDid(name: String) throws {
        let folder = try #require(Bundle.module.resourcePath) + "/Golden"
        let expected = String(decoding: readFile("\(folder)/\(name).txt"), as: UTF8.self)
        #expect(!expected.isEmpty)
        #expect(try dump("\(folder)/\(name).journal") == expected)
    }

    /// A segment as text: its header, and a line for each record.
    private func dump(_ path: String) throws -> String {
        var reader = try SegmentReader(path: path)
        let header = reader.header
        var lines = [
            "instance \(header.processInstance.hex) index \(header.index)",
            "process \(header.processID) of \(header.parentProcessID) since \(header.processStartTicks)",
            "boot \(header.bootID.hex) namespace \(header.pidNamespace)",
            "forked from \(header.parentInstance?.hex ?? "none")",
            "size \(header.segmentSize) tail \(header.tail) sealed \(header.sealed)",
            "dropped \(header.droppedRecords) records, \(header.droppedBytes) bytes",
        ]
        while let record = try reader.next(processIsGone: true) {
            switch record {
            case .process(let json):
                lines.append("process \(String(decoding: json, as: UTF8.self))")
            case .spanStart(let start):
                lines.append(
                    "\(header.wallTime(start.time)) start \(hex(start.span)) parent \(hex(start.parent)) trace "
                        + "\(start.trace.hex) name '\(start.name)' scope '\(start.scope)' kind \(start.kind) thread \(start.thread)")
            case .spanEnd(let end):
                lines.append("\(header.wallTime(end.time)) end \(hex(end.span)) \(end.outcome.map { "\($0)" } ?? "?")")
            case .payload(let part):
                lines.append(
                    "\(header.wallTime(part.time)) payload \(part.number) of \(hex(part.span)) '\(part.key)' \(part.media)"
                        + "\(part.isCut ? " cut" : "") \(part.offset)+\(part.bytes.count) of \(part.total): "
                        + String(decoding: part.bytes, as: UTF8.self))
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private func hex(_ value: UInt64) -> String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
