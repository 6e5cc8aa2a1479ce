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
        #expect(try SegmentDump.lines(of: "\(folder)/\(name).journal").joined(separator: "\n") + "\n" == expected)
    }
}
