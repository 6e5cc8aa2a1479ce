import Glibc
import Ingest
import Journal
import JournalReader
import Model
import Store
import TestSupport
import Testing

/// What cannot be read is said once, kept, and stops nothing else.
@Suite struct DamageTests {
    let site = Site()

    /// Where the last record of a segment begins: every writer here has one open segment.
    func tail(_ name: String) -> Int {
        let bytes = FileBytes.read("\(site.journal)/\(name)")
        return bytes[SegmentLayout.Offset.tail..<SegmentLayout.Offset.tail + 8].reversed().reduce(0) { $0 << 8 | Int($1) }
    }

    @Test func aDamagedSegmentStopsNoOther() async throws {
        let store = try await site.store()
        let follower = site.follower(store)
        let damaged = site.writer()
        damaged.call("before", outcome: nil)
        try await site.drain(follower)
        let name = try #require(site.files.first)
        let place = tail(name)
        damaged.call("behind")
        // A length that reaches beyond the end.
        FileBytes.patch("\(site.journal)/\(name)", at: place, [0xFF, 0xFF, 0xFF, 0x7F])
        let other = site.writer()
        other.call("other")
        site.endProcesses(of: [name])
        for _ in 0..<3 {
            try await Task.sleep(for: .milliseconds(120))
            try await site.drain(follower)
        }
        other.call("and another")
        try await site.drain(follower)
        #expect(try await store.prompts() == ["before", "other", "and another"])
        #expect(try await store.traces(TraceQuery(status: .interrupted)).elements.map(\.inputPreview) == ["before"])
        // Kept, but not where it would count against the journal's quota.
        #expect(!site.files.contains(name) && site.damagedFiles == ["\(name).damaged"])
        #expect(try await store.statistics().damagedSegments == 1)
        let reports = site.reports.withLock { $0 }
        #expect(reports.count == 1)
        guard case .segmentDamaged(let file, let reason) = reports.first else {
            Issue.record("\(reports)")
            return
        }
        #expect(file == name)
        #expect(reason.contains("byte \(place)"))

        // The next server leaves it alone.
        site.reports.withLock { $0 = [] }
        try await site.drain(site.follower(try await site.store()))
        #expect(site.reports.withLock { $0 } == [])
        #expect(site.damagedFiles == ["\(name).damaged"])
    }

    @Test func whatAProcessDidNotCompleteIsSkippedWhenItIsGone() async throws {
        let store = try await site.store()
        let follower = site.follower(store)
        let writer = site.writer()
        writer.call("first")
        try await site.drain(follower)
        let name = try #require(site.files.first)
        let place = tail(name)
        writer.call("second")
        writer.call("third")
        // The start of the second call was begun and never completed: state 1, not 2.
        FileBytes.patch("\(site.journal)/\(name)", at: place + 6, [1, 0])
        try await site.drain(follower)
        #expect(try await store.prompts() == ["first"])
        site.endProcesses()
        try await Task.sleep(for: .milliseconds(150))
        try await site.drain(follower)
        // What was seen of it is kept, in a trace of its own.
        #expect(Set(try await store.prompts()) == ["first", "second", "third"])
        #expect(site.reports.withLock { $0 } == [])
        #expect(site.files == [])
    }

    @Test func otherFilesAreLeftAlone() async throws {
        let store = try await site.store()
        let follower = site.follower(store)
        site.writer().call("Hi")
        let files: [(String, [UInt8])] = [
            ("notes.txt", Array("mine".utf8)), ("1-0-0.journal.new", [1, 2, 3]), ("empty.journal", []),
            ("noise.journal", (0..<4_096).map { UInt8(truncatingIfNeeded: $0 &* 7) }),
            ("short.journal", [0x89, 0x4D, 0x54, 0x4C, 0x4A, 0x0D, 0x0A, 0x1A, 1, 0]),
            ("future.journal", [0x89, 0x4D, 0x54, 0x4C, 0x4A, 0x0D, 0x0A, 0x1A, 2, 0] + [UInt8](repeating: 0, count: 300)),
        ]
        for (name, bytes) in files { FileBytes.write(bytes, to: "\(site.journal)/\(name)") }
        mkdir("\(site.journal)/folder.journal", 0o700)
        try await site.drain(follower)
        try await site.drain(follower)
        #expect(try await store.prompts() == ["Hi"])
        for (name, bytes) in files { #expect(FileBytes.read("\(site.journal)/\(name)") == bytes, "\(name)") }
        let named = site.reports.withLock { $0 }.compactMap { event in
            if case .fileUnreadable(let file, _) = event { file } else { nil }
        }
        #expect(named.sorted() == ["empty.journal", "folder.journal", "future.journal", "noise.journal", "short.journal"])
    }

    /// Any byte of a segment may be anything: the follower goes on, and ends.
    @Test(arguments: 0..<40 as Range<UInt64>)
    func noiseInASegment(seed: UInt64) async throws {
        var random = SplitMix(state: seed)
        let writer = site.writer(firstSegment: 4_096, largestSegment: 4_096)
        for number in 0..<10 { writer.call("call \(number)") }
        site.endProcesses()
        for name in site.files {
            for _ in 0..<4 {
                let place = Int.random(in: SegmentLayout.headerSize..<4_096, using: &random)
                FileBytes.patch("\(site.journal)/\(name)", at: place, [UInt8.random(in: 0...255, using: &random)])
            }
        }
        let store = try await site.store()
        try await site.drain(site.follower(store))
        #expect(try await store.statistics().pendingSegments == 0)
        #expect(try await store.traces(TraceQuery(status: .running)).elements == [])
        let damaged = try await store.statistics().damagedSegments
        #expect(site.files.isEmpty && site.damagedFiles.count == damaged)
        #expect(site.reports.withLock { $0 }.count == damaged)
    }

    @Test func theLatestDamagedSegmentsAreKept() async throws {
        let store = try await site.store()
        for number in 0..<20 {
            let writer = site.writer()
            writer.call("call \(number)")
            let name = try #require(site.files.first)
            FileBytes.patch("\(site.journal)/\(name)", at: SegmentLayout.headerSize, [0xFF, 0xFF, 0xFF, 0x7F])
            site.endProcesses()
            try await site.drain(site.follower(store))
        }
        #expect(try await store.statistics().damagedSegments == 20)
        #expect(site.files.isEmpty && site.damagedFiles.count == 16)
    }

    /// After the machine was started again, nobody waits for what was recorded before.
    @Test func whatAnotherBootLeftWasInterrupted() async throws {
        try #require(ProcessLiveness.isLocal(site.directory.path), "this test needs a disk of this machine")
        let store = try await site.store()
        site.writer().call("before", outcome: nil)
        for name in site.files {
            FileBytes.patch("\(site.journal)/\(name)", at: SegmentLayout.Offset.bootID, [UInt8](repeating: 7, count: 16))
        }
        let follower = site.follower(store)
        for _ in 0..<3 {
            try await site.drain(follower)
            try await Task.sleep(for: .milliseconds(120))
        }
        #expect(try await store.traces(TraceQuery(status: .interrupted)).elements.map(\.inputPreview) == ["before"])
        #expect(site.files.isEmpty)
    }

    /// A header may claim any size; a file of that size takes no room if nothing was written to it.
    @Test(.timeLimit(.minutes(15))) func anEndlessHoleIsPassedOver() async throws {
        let store = try await site.store()
        site.writer().call("first")
        let name = try #require(site.files.first)
        let path = "\(site.journal)/\(name)"
        let size: UInt64 = 1 << 42
        #expect(truncate(path, off_t(size)) == 0)
        for offset in [SegmentLayout.Offset.segmentSize, SegmentLayout.Offset.tail] {
            FileBytes.patch(path, at: offset, (0..<8).map { UInt8(truncatingIfNeeded: size >> UInt64($0 * 8)) })
        }
        site.endProcesses()
        let follower = site.follower(store)
        for _ in 0..<2 {
            try await Task.sleep(for: .milliseconds(120))
            try await site.drain(follower)
        }
        #expect(try await store.prompts() == ["first"])
        #expect(site.files.isEmpty)
    }
}
