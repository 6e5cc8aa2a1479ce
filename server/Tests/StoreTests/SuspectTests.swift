import Model
import Store
import TestSupport
import Testing

/// A span whose interpretation ended the server is not met again and again.
@Suite struct SuspectTests {
    let directory = TemporaryDirectory()

    /// What a server leaves behind that ends while it interprets a span.
    func leave(_ span: UInt64, of trace: TraceID) {
        let words = [trace.high, trace.low, span] + [UInt64](repeating: 0, count: 189)
        FileBytes.write(words.flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> UInt64($0 * 8)) } },
            to: directory.file("martlet.db-interpreting"))
    }

    @Test func itKeepsItsNameAndTheOthersTheirMeaning() async throws {
        // Once, the process may have been killed in the middle of it.
        leave(2, of: .number(1))
        _ = try await SQLiteStore.test(in: directory)
        leave(2, of: .number(1))
        for _ in 0..<2 {
            let store = try await SQLiteStore.test(in: directory)
            var recording = Recording()
            try await store.apply([
                recording.batch(
                    .start(1, at: 1), .payload(1, 1, "prompt", "one"), .end(1, at: 2),
                    .start(2, at: 3), .payload(2, 2, "prompt", "two"), .end(2, at: 4)),
            ])
            let trace = try #require(try await store.trace(.number(1), limits: TraceLimits()))
            #expect(trace.spans.map(\.span.meaning?.title) == ["call!", "call"])
            // What was seen is there all the same.
            #expect(trace.spans[1].payloads.first.map { String(decoding: $0.bytes, as: UTF8.self) } == "two")
        }
        // Another version may have mended it.
        let store = try await SQLiteStore.test(in: directory, interpreter: .test(version: 2))
        while try await store.maintain() {}
        let trace = try #require(try await store.trace(.number(1), limits: TraceLimits()))
        #expect(trace.spans.map(\.span.meaning?.title) == ["call!", "call!"])
    }

    @Test func onceIsNoReason() async throws {
        leave(1, of: .number(1))
        let store = try await SQLiteStore.test(in: directory)
        var recording = Recording()
        try await store.apply([recording.batch(.start(1, at: 1), .payload(1, 1, "prompt", "one"), .end(1, at: 2))])
        #expect(try await store.trace(.number(1), limits: TraceLimits())?.spans.first?.span.meaning?.title == "call!")
    }

    @Test func aFileOfNonsenseIsNoReasonToStop() async throws {
        FileBytes.write((0..<5_000).map { UInt8(truncatingIfNeeded: $0 &* 37) }, to: directory.file("martlet.db-interpreting"))
        let store = try await SQLiteStore.test(in: directory)
        var recording = Recording()
        try await store.apply([recording.batch(.start(1, at: 1), .payload(1, 1, "prompt", "one"), .end(1, at: 2))])
        #expect(try await store.trace(.number(1), limits: TraceLimits())?.spans.first?.span.meaning?.title == "call!")
    }

    @Test func aLongTraceComesInParts() async throws {
        let store = try await SQLiteStore.test(in: directory)
        var recording = Recording()
        try await store.apply([recording.batch((1...UInt64(25)).flatMap { [Change.start($0, at: Int64($0 / 3)), .end($0, at: 100)] })])
        var found: [UInt64] = []
        var limits = TraceLimits(spans: 10)
        repeat {
            let part = try #require(try await store.trace(.number(1), limits: limits))
            #expect(part.summary.spanCount == 25)
            found += part.spans.map(\.span.id.value)
            limits.cursor = part.nextCursor
        } while limits.cursor != nil
        #expect(found == Array(1...25))
        limits.cursor = "nonsense"
        await #expect(throws: StoreError.invalidCursor) { try await store.trace(.number(1), limits: limits) }
    }
}
