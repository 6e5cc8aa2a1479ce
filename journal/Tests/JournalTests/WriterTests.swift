import Glibc
import Journal
import JournalReader
import Testing

@Suite struct WriterTests {
    let directory = TemporaryDirectory()

    @Test func writesWhatTheReaderReads() throws {
        let writer = makeWriter(in: directory)
        let name = writer.intern("chat"), scope = writer.intern("openai")
        let before = wallClock()
        let root = writer.startSpan(name: name, scope: scope, kind: 3)
        let child = writer.startSpan(name: name, parent: root)
        writer.write(#"{"a":1}"#, key: "request", of: child)
        writer.endSpan(child, .returned)
        writer.endSpan(root, .raised)
        let after = wallClock()

        #expect(directory.contents.count == 1)
        let path = try #require(directory.segments.first)
        let records = try records(of: path)
        #expect(records.processes == [#"{"program":"test"}"#])
        #expect(records.starts.map(\.name) == ["chat", "chat"])
        #expect(records.starts.map(\.scope) == ["openai", ""])
        #expect(records.starts.map(\.kind) == [3, 1])
        #expect(records.starts.map(\.parent) == [0, root.span])
        #expect(records.starts[0].trace == records.starts[1].trace)
        #expect(records.starts[0].trace == root.trace)
        // The thread is one of this process's.
        #expect(access("/proc/self/task/\(records.starts[0].thread)", F_OK) == 0)
        #expect(records.ends.map(\.span) == [child.span, root.span])
        #expect(records.ends.map(\.outcome) == [.returned, .raised])
        let payload = try #require(records.fragments.first)
        #expect(payload.key == "request")
        #expect(payload.bytes == Array(#"{"a":1}"#.utf8))
        #expect(payload.total == 7 && payload.offset == 0 && payload.number == 1)

        let header = try SegmentReader(path: path).header
        #expect(header.processID == UInt32(getpid()))
        #expect(header.sealed == 0 && header.index == 0)
        #expect(ProcessLiveness.of(header) == .alive)
        let started = header.wallTime(records.starts[0].time)
        #expect(before - 1_000_000 <= started && started <= after + 1_000_000)
    }

    @Test func filesAreTheOwnersAlone() throws {
        let deep = TemporaryDirectory()
        let path = "\(deep.path)/home/journal"
        let writer = path.withCString { JournalWriter(directory: PathBytes(cString: $0), description: []) }
        _ = writer.startSpan(name: writer.intern("x"))
        var status = stat()
        #expect(stat(path, &status) == 0)
        #expect(status.st_mode & 0o777 == 0o700)
        let inner = try #require(opendir(path))
        defer { closedir(inner) }
        var names: [String] = []
        while let entry = readdir(inner) {
            let name = withUnsafePointer(to: &entry.pointee.d_name.0) { String(cString: $0) }
            if name.hasSuffix(".journal") { names.append(name) }
        }
        #expect(names.count == 1)
        #expect(stat("\(path)/\(names[0])", &status) == 0)
        #expect(status.st_mode & 0o777 == 0o600)
        unlink("\(path)/\(names[0])")
        rmdir(path)
        rmdir("\(deep.path)/home")
    }

    @Test func nothingIsMadeBeforeThereIsSomethingToWrite() {
        _ = makeWriter(in: directory).intern("x")
        #expect(directory.contents.isEmpty)
    }

    @Test func rollsToNewSegmentsAndRepeatsNames() throws {
        let writer = makeWriter(in: directory)
        let name = writer.intern("step")
        let count = 20_000
        var spans: [UInt64] = []
        for _ in 0..<count {
            let span = writer.startSpan(name: name)
            writer.endSpan(span, .returned)
            spans.append(span.span)
        }
        #expect(directory.segments.count > 1)
        let records = try records(of: directory)
        #expect(records.starts.map(\.span) == spans)
        #expect(records.ends.map(\.span) == spans)
        #expect(records.starts.allSatisfy { $0.name == "step" })
        #expect(records.processes.count == directory.segments.count)
        for path in directory.segments.dropLast() {
            var reader = try SegmentReader(path: path)
            #expect(reader.header.sealed != 0)
            while try reader.next(processIsGone: false) != nil {}
            let isFinished = reader.isFinished
            #expect(isFinished)
        }
        #expect(writer.droppedRecords == 0)
    }

    @Test func longPayloadsComeInFragments() throws {
        let writer = makeWriter(in: directory)
        let span = writer.startSpan(name: writer.intern("long"))
        let text = String(repeating: "0123456789abcdef", count: 40_000)  // 640,000 bytes
        writer.write(text, key: "request", of: span)
        let fragments = try records(of: directory).fragments
        #expect(fragments.count == 10)
        #expect(fragments.allSatisfy { $0.total == 640_000 && $0.number == 1 && $0.key == "request" })
        #expect(fragments.flatMap(\.bytes) == Array(text.utf8))
        var next: UInt64 = 0
        for fragment in fragments {
            #expect(fragment.offset == next)
            next += UInt64(fragment.bytes.count)
        }
    }

    @Test func anEmptyPayloadIsOneRecord() throws {
        let writer = makeWriter(in: directory)
        let span = writer.startSpan(name: writer.intern("x"))
        writer.write("", key: "chunk", of: span, media: .text)
        let fragments = try records(of: directory).fragments
        #expect(fragments.count == 1)
        #expect(fragments[0].bytes.isEmpty && fragments[0].media == .text)
    }

    @Test func idsDoNotRepeat() {
        let writer = makeWriter(in: directory)
        let name = writer.intern("x")
        var seen: Set<UInt64> = []
        for _ in 0..<10_000 { seen.insert(writer.startSpan(name: name).span) }
        #expect(seen.count == 10_000)
        #expect(!seen.contains(0))
    }

    @Test func namesAreInternedOnceAndTooManyAreRefused() {
        let writer = makeWriter(in: directory)
        #expect(writer.intern("a") == writer.intern("a"))
        #expect(writer.intern("a") != writer.intern("b"))
        for index in 0..<70_000 {
            _ = Array("name \(index)".utf8).withUnsafeBytes { writer.intern($0) }
        }
        #expect(Array("yet another".utf8).withUnsafeBytes { writer.intern($0) } == .none)
        #expect(Array("name 1".utf8).withUnsafeBytes { writer.intern($0) } != .none)
    }

    @Test func aFullQuotaDropsCountsAndRecovers() throws {
        var limits = JournalLimits()
        limits.quota = 256 * 1024
        limits.retryInterval = 0
        let writer = makeWriter(in: directory, limits: limits)
        let name = writer.intern("x")
        for _ in 0..<10_000 { writer.endSpan(writer.startSpan(name: name), .returned) }
        #expect(directory.segments.count == 2, "the second is a marker")
        #expect(writer.droppedRecords > 0)
        let first = directory.segments[0], marker = directory.segments[1]
        let written = try records(of: first)
        #expect(UInt64(written.starts.count + written.ends.count) + writer.droppedRecords == 20_000)
        #expect(try SegmentReader(path: marker).header.droppedRecords == writer.droppedRecords)

        // A server that has read the segment removes it: there is room for the next.
        let dropped = writer.droppedRecords
        unlink(first)
        unlink(marker)
        _ = writer.startSpan(name: name)
        #expect(writer.droppedRecords == dropped)
        #expect(directory.segments.count == 1)
        #expect(try SegmentReader(path: directory.segments[0]).header.droppedRecords == dropped)
    }

    @Test func aMarkerShowsWhatIsDroppedWhereNoSegmentCanBe() throws {
        var limits = JournalLimits()
        limits.quota = 0
        limits.retryInterval = 0
        let writer = makeWriter(in: directory, limits: limits)
        let name = writer.intern("x")
        for count in 1...10 {
            _ = writer.startSpan(name: name)
            #expect(writer.droppedRecords == UInt64(count))
            #expect(directory.segments.count == 1)
            #expect(try SegmentReader(path: directory.segments[0]).header.droppedRecords == UInt64(count))
        }
        let marker = try records(of: directory.segments[0])
        #expect(marker.count == 1)
        #expect(marker.processes == [#"{"program":"test"}"#])
        // It stays open while the process may drop more.
        var reader = try SegmentReader(path: directory.segments[0])
        while try reader.next(processIsGone: false) != nil {}
        let isFinished = reader.isFinished
        #expect(!isFinished)
    }

    @Test func aMarkerIsSealedWhenThereIsRoom() throws {
        var limits = JournalLimits()
        limits.quota = 600 * 1024
        limits.retryInterval = 0
        let filler = directory.path + "/filler.journal"
        let descriptor = open(filler, O_WRONLY | O_CREAT, 0o600)
        #expect(posix_fallocate(descriptor, 0, 500 * 1024) == 0)
        close(descriptor)
        let writer = makeWriter(in: directory, limits: limits)
        let name = writer.intern("x")
        _ = writer.startSpan(name: name)
        #expect(writer.droppedRecords == 1)
        unlink(filler)
        let span = writer.startSpan(name: name)
        #expect(writer.droppedRecords == 1)
        #expect(directory.segments.count == 2)
        var marker = try SegmentReader(path: directory.segments[0])
        while try marker.next(processIsGone: false) != nil {}
        let isFinished = marker.isFinished
        #expect(isFinished)
        let second = try records(of: directory.segments[1])
        #expect(second.starts.map(\.span) == [span.span])
    }

    @Test func aSmallerSegmentIsMadeWhereALargeOneHasNoRoom() throws {
        var limits = JournalLimits()
        limits.quota = 700 * 1024
        let writer = makeWriter(in: directory, limits: limits)
        let name = writer.intern("x")
        for _ in 0..<4000 { writer.endSpan(writer.startSpan(name: name), .returned) }
        #expect(writer.droppedRecords == 0)
        #expect(directory.segments.count == 2)
    }

    @Test func namesBeyondTheTableAreWrittenWithTheirSpans() throws {
        let writer = makeWriter(in: directory)
        let scope = writer.intern("scope")
        for index in 0..<200 {
            let text = Array("name \(index % 50) ü".utf8)
            let span = text.withUnsafeBytes { writer.startSpan(inline: $0, scope: scope) }
            writer.endSpan(span, .returned)
        }
        let starts = try records(of: directory).starts
        #expect(starts.allSatisfy { $0.scope == "scope" })
        let found = starts.map(\.name)
        #expect(found == (0..<200).map { "name \($0 % 50) ü" })
    }

    @Test func aDirectoryThatCannotBeIsNoError() {
        let writer = "/proc/martlet/journal".withCString {
            JournalWriter(directory: PathBytes(cString: $0), description: [])
        }
        errno = 77
        let span = writer.startSpan(name: writer.intern("x"))
        writer.endSpan(span, .returned)
        #expect(errno == 77, "errno belongs to the program")
        #expect(writer.droppedRecords == 2)
    }

    private func wallClock() -> Int64 {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        return Int64(now.tv_sec) * 1_000_000_000 + Int64(now.tv_nsec)
    }
}
