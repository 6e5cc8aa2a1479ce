import Glibc
import Ingest
import Journal
import Model
import Store
import TestSupport
import Testing

/// However often the server ends, and wherever: nothing is missing, and nothing is there twice.
@Suite struct RestartTests {
    let site = Site()

    @Test(arguments: 0..<12 as Range<UInt64>)
    func failuresAnywhere(seed: UInt64) async throws {
        var random = SplitMix(state: seed)
        let writer = site.writer(firstSegment: 4_096, largestSegment: 8_192)
        var calls = 0
        for _ in 0..<12 {
            for _ in 0..<Int.random(in: 1...40, using: &random) {
                writer.call("call \(calls)", outcome: calls % 7 == 6 ? nil : .returned)
                calls += 1
            }
            let failures: [FailingStore.Failure?] = (0..<3).map { _ in [nil, .beforeCommit, .afterCommit].randomElement(using: &random)! }
            // Each round is another run of the server, or the same one trying again.
            let follower = site.follower(FailingStore(try await site.store(), failures: failures))
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                do { try await follower.pass() } catch { #expect(error == FailingStore.error) }
            }
        }
        site.endProcesses()
        let store = try await site.store()
        try await site.drain(site.follower(store))
        #expect(try await store.prompts() == (0..<calls).map { "call \($0)" })
        let statistics = try await store.statistics()
        #expect((statistics.spans, statistics.payloads) == (calls, calls * 2))
        #expect(try await store.traces(TraceQuery(limit: 1_000, status: .running)).elements == [])
        #expect(try await store.traces(TraceQuery(limit: 1_000, status: .interrupted)).elements.count == calls / 7)
        #expect(site.files == [])
        #expect(statistics.pendingSegments == 0)
    }

    @Test func aFileThatWasCommittedAndNotRemovedIsRemovedAtTheNextStart() async throws {
        site.writer().call("Hi")
        site.endProcesses()
        let name = try #require(site.files.first)
        let bytes = FileBytes.read("\(site.journal)/\(name)")
        try await site.drain(site.follower(try await site.store()))
        #expect(site.files == [])
        FileBytes.write(bytes, to: "\(site.journal)/\(name)")
        let store = try await site.store()
        try await site.drain(site.follower(store))
        #expect(site.files == [])
        #expect(try await store.prompts() == ["Hi"])
        #expect(try await store.statistics().payloads == 2)
    }

    @Test func aSegmentIsGoneOnWithInItsMiddle() async throws {
        let writer = site.writer()
        writer.call("one")
        try await site.drain(site.follower(try await site.store()))
        // Names that were written before this server began are known to it.
        writer.call("two")
        let store = try await site.store()
        try await site.drain(site.follower(store))
        #expect(try await store.prompts() == ["one", "two"])
        #expect(try await store.spans(SpanQuery()).elements.map(\.span.name) == ["call", "call"])
    }

    @Test func aFileThatWentAwayEndsItsProcess() async throws {
        let id = site.writer().call("Hi", outcome: nil)
        var store = try await site.store()
        try await site.drain(site.follower(store))
        let name = try #require(site.files.first)
        #expect(remove("\(site.journal)/\(name)") == 0)
        store = try await site.store()
        try await site.drain(site.follower(store))
        #expect(try await store.trace(id, limits: TraceLimits())?.summary.status == .interrupted)
        #expect(try await store.statistics().pendingSegments == 0)
    }

    @Test(.timeLimit(.minutes(15))) func aStoreThatFailsIsReportedAndTriedAgain() async throws {
        let store = try await site.store()
        let failing = FailingStore(store, failures: [.beforeCommit])
        let follower = site.follower(failing)
        let task = Task { await follower.run() }
        site.writer().call("Hi")
        // A call that is read while it is written comes in several commits.
        for await _ in failing.commits where try await store.prompts() == ["Hi"] { break }
        task.cancel()
        await task.value
        #expect(try await store.prompts() == ["Hi"])
        #expect(site.reports.withLock { $0 } == [.storeFailed(FailingStore.error)])
    }
}
