import Glibc
import Journal
import JournalReader
import Testing

@Suite struct ReaderTests {
    let directory = TemporaryDirectory()

    private func sample() throws -> String {
        let writer = makeWriter(in: directory)
        for index in 0..<8 {
            let span = writer.startSpan(name: writer.intern("call"), scope: writer.intern("scope"))
            writer.write(#"{"index":\#(index)}"#, key: "request", of: span)
            writer.endSpan(span, .returned)
        }
        return try #require(directory.segments.first)
    }

    /// The bytes up to the last record, since a segment is mostly room for more.
    private func used(_ path: String) throws -> [UInt8] {
        Array(readFile(path)[..<Int(try SegmentReader(path: path).header.end)])
    }

    @Test func survivesAFileCutAtEveryByte() throws {
        let path = try sample()
        let whole = try records(of: path)
        let bytes = try used(path)
        let cut = "\(directory.path)/cut"
        var longest = 0
        for length in 0...bytes.count {
            writeFile(cut, bytes[..<length])
            guard length >= 256 else {
                #expect(throws: JournalError.self) { try records(of: cut) }
                continue
            }
            var reader = try SegmentReader(path: cut)
            var found: [JournalRecord] = []
            var isDamaged = false
            do {
                while let record = try reader.next(processIsGone: true) { found.append(record) }
            } catch {
                isDamaged = true
            }
            #expect(found == Array(whole.prefix(found.count)), "cut at \(length)")
            #expect(found.count >= longest)
            #expect(isDamaged == (length < bytes.count), "what is missing is said, cut at \(length)")
            longest = found.count
        }
        #expect(longest == whole.count)
    }

    @Test func survivesEveryChangedByte() throws {
        let path = try sample()
        let bytes = try used(path)
        let changed = "\(directory.path)/changed"
        for index in bytes.indices {
            for value: UInt8 in [0, 0xFF, bytes[index] ^ 0x20] {
                var copy = bytes
                copy[index] = value
                writeFile(changed, copy)
                // Whatever it finds, it ends, and does not trap.
                _ = try? records(of: changed)
            }
        }
    }

    @Test func resumesAtAnyRecordWithItsNames() throws {
        let path = try sample()
        var reader = try SegmentReader(path: path)
        var places: [UInt64] = [reader.position]
        var all: [JournalRecord] = []
        while let record = try reader.next(processIsGone: false) {
            all.append(record)
            places.append(reader.position)
        }
        for (index, place) in places.enumerated() {
            var later = try SegmentReader(path: path)
            try later.resume(at: place)
            var rest: [JournalRecord] = []
            while let record = try later.next(processIsGone: false) { rest.append(record) }
            #expect(rest == Array(all[index...]))
        }
        #expect(throws: JournalError.self) {
            var wrong = try SegmentReader(path: path)
            try wrong.resume(at: places[3] + 8)
        }
    }

    @Test func waitsAtWhatIsNotCommittedAndSkipsItWhenTheProcessIsGone() throws {
        let path = try sample()
        let whole = try records(of: path)
        var bytes = readFile(path)
        // The place of the third span's start, and its word.
        var reader = try SegmentReader(path: path)
        var start: UInt64 = 0, count = 0, seen = 0
        while true {
            let before = reader.position
            guard let record = try reader.next(processIsGone: true) else { break }
            if case .spanStart = record {
                count += 1
                if count == 3 { (start, seen) = (before, whole.firstIndex(of: record)!) }
            }
        }
        bytes[Int(start) + 6] = 1  // reserved, as at the moment of a kill
        let reserved = "\(directory.path)/reserved"
        writeFile(reserved, bytes)
        #expect(try records(of: reserved, processIsGone: false) == Array(whole[..<seen]))
        #expect(try records(of: reserved, processIsGone: true) == Array(whole[..<seen] + whole[(seen + 1)...]))

        for index in 0..<64 { bytes[Int(start) + index] = 0 }  // taken, and nothing stored yet
        let hole = "\(directory.path)/hole"
        writeFile(hole, bytes)
        #expect(try records(of: hole, processIsGone: false) == Array(whole[..<seen]))
        #expect(try records(of: hole, processIsGone: true) == Array(whole[..<seen] + whole[(seen + 1)...]))
    }

    @Test func skipsKindsThatItDoesNotKnow() throws {
        let path = try sample()
        let whole = try records(of: path)
        var bytes = readFile(path)
        // The first record, the process, becomes one of kind 200.
        bytes[256 + 4] = 200
        writeFile(path, bytes)
        #expect(try records(of: path) == Array(whole.dropFirst()))
    }

    @Test func refusesWhatItCannotRead() throws {
        let path = try sample()
        var bytes = readFile(path)
        let other = "\(directory.path)/other"
        writeFile(other, Array("something else entirely".utf8))
        #expect(throws: JournalError.notASegment(path: other)) { try records(of: other) }
        bytes[8] = 2
        writeFile(other, bytes)
        #expect(throws: JournalError.unknownVersion(path: other, major: 2, minor: 0)) { try records(of: other) }
        let missing = "\(directory.path)/missing"
        #expect(throws: JournalError.system(operation: "open", path: missing, code: ENOENT)) { try records(of: missing) }
    }

    @Test func followsAGrowingSegment() throws {
        let writer = makeWriter(in: directory)
        let name = writer.intern("call")
        _ = writer.startSpan(name: name)
        var reader = try SegmentReader(path: try #require(directory.segments.first))
        while try reader.next(processIsGone: false) != nil {}
        for _ in 0..<100 {
            let span = writer.startSpan(name: name)
            try reader.refreshHeader()
            guard case .spanStart(let start)? = try reader.next(processIsGone: false) else {
                Issue.record("the span that was just started does not show")
                return
            }
            #expect(start.span == span.span && start.name == "call")
            #expect(try reader.next(processIsGone: false) == nil)
        }
    }
}
