import Glibc
import Ingest
import Journal
import Model
import Store
import TestSupport
import Testing

@Suite struct JournalFollowerTests {
    let site = Site()

    @Test func aCallBecomesATrace() async throws {
        let store = try await site.store()
        let follower = site.follower(store)
        #expect(try await follower.pass() == false)
        let writer = site.writer()
        let id = writer.call("Hi")
        #expect(try await follower.pass() == true)
        let trace = try #require(try await store.trace(id, limits: TraceLimits()))
        let span = try #require(trace.spans.first)
        #expect((span.span.name, span.span.scope, span.span.kind, span.span.status) == ("call", "test", .client, .ok))
        #expect(span.span.process?.program == "test")
        #expect(span.span.process?.runtime == "cpython 3")
        #expect(span.payloads.map(\.key) == ["prompt", "answer"])
        #expect(trace.summary.inputPreview == "Hi")
        // On the wall clock: now.
        #expect(abs(span.span.startTime - now()) < 60_000_000_000)
        #expect((span.span.duration ?? -1) >= 0)
        #expect(try await follower.pass() == false)
        // It goes on, and its file stays.
        writer.call("Ho")
        try await site.drain(follower)
        #expect(try await store.prompts() == ["Hi", "Ho"])
        #expect(site.files.count == 1)
        #expect(site.reports.withLock { $0 } == [])
    }

    @Test func whatAProcessLeftRunningWasInterrupted() async throws {
        let store = try await site.store()
        let writer = site.writer()
        let id = writer.call("Hi", outcome: nil)
        let follower = site.follower(store)
        try await site.drain(follower)
        #expect(try await store.trace(id, limits: TraceLimits())?.summary.status == .running)
        site.endProcesses()
        // The system is asked whether it lives ten times a second.
        try await Task.sleep(for: .milliseconds(150))
        try await site.drain(follower)
        let span = try #require(try await store.trace(id, limits: TraceLimits())?.spans.first)
        #expect(span.span.status == .interrupted)
        #expect(span.span.endTime == span.payloads.last?.time)
        #expect(span.span.meaning?.output.first?.text == "re: Hi")
        #expect(site.files == [])
        #expect(try await store.statistics().pendingSegments == 0)
    }

    @Test func aProgramThatEndedBeforeTheServerBegan() async throws {
        let writer = site.writer()
        let ids = (0..<3).map { writer.call("call \($0)", outcome: $0 == 2 ? nil : .returned) }
        site.endProcesses()
        let store = try await site.store()
        try await site.drain(site.follower(store))
        #expect(try await store.prompts() == ["call 0", "call 1", "call 2"])
        #expect(try await store.trace(ids[2], limits: TraceLimits())?.summary.status == .interrupted)
        #expect(site.files == [])
    }

    @Test func anExecEndsWhatWasBefore() async throws {
        let store = try await site.store()
        let follower = site.follower(store)
        let before = site.writer().call("before", outcome: nil)
        try await site.drain(follower)
        #expect(try await store.trace(before, limits: TraceLimits())?.summary.status == .running)
        // Another instance of the same, living process.
        let after = site.writer().call("after", outcome: nil)
        try await site.drain(follower)
        #expect(try await store.trace(before, limits: TraceLimits())?.summary.status == .interrupted)
        #expect(try await store.trace(after, limits: TraceLimits())?.summary.status == .running)
        #expect(site.files.count == 1)
    }

    @Test func manySegmentsAreReadInTheirOrderAndRemoved() async throws {
        let store = try await site.store()
        let writer = site.writer(firstSegment: 4_096, largestSegment: 4_096)
        let open = writer.startSpan(name: writer.intern("outer"))
        for number in 0..<300 { writer.call("call \(number)") }
        writer.endSpan(open, .returned)
        #expect(site.files.count > 10)
        try await site.drain(site.follower(store))
        #expect(try await store.prompts().filter { !$0.isEmpty } == (0..<300).map { "call \($0)" })
        let outer = try await store.trace(TraceID(high: open.trace.high, low: open.trace.low), limits: TraceLimits())
        #expect(outer?.summary.status == .ok)
        // The last one is still being written.
        #expect(site.files.count == 1)
    }

    @Test func aLongPayloadAcrossSegments() async throws {
        let store = try await site.store()
        let writer = site.writer()
        let text = String(repeating: "0123456789abcdef", count: 40_000)
        let id = writer.call(text)
        try await site.drain(site.follower(store))
        let payloads = try #require(try await store.trace(id, limits: TraceLimits())?.spans.first?.payloads)
        #expect(payloads.map(\.isComplete) == [true, true])
        #expect(payloads[0].bytes == Array(text.utf8))
    }

    @Test func manyProcessesAtOnce() async throws {
        let writers = (0..<300).map { _ in site.writer(firstSegment: 4_096, largestSegment: 4_096) }
        for (number, writer) in writers.enumerated() { writer.call("\(number)", outcome: number % 2 == 0 ? .returned : nil) }
        site.endProcesses()
        let store = try await site.store()
        let follower = site.follower(store)
        try await site.drain(follower)
        #expect(Set(try await store.prompts()) == Set((0..<300).map { "\($0)" }))
        #expect(try await store.traces(TraceQuery(limit: 1_000, status: .interrupted)).elements.count == 150)
        #expect(site.files == [])
    }

    @Test func whatWritesWhileItIsReadIsNeitherLostNorDoubled() async throws {
        let store = try await site.store()
        let follower = site.follower(store)
        let task = Task { await follower.run() }
        let writer = site.writer(firstSegment: 16_384, largestSegment: 65_536)
        await withTaskGroup(of: Void.self) { group in
            for thread in 0..<4 {
                group.addTask {
                    for number in 0..<500 {
                        writer.call("\(thread)-\(number)")
                        if number % 50 == 0 { try? await Task.sleep(for: .milliseconds(1)) }
                    }
                }
            }
        }
        let clock = ContinuousClock()
        let deadline = clock.now + .seconds(120)
        while try await store.statistics().spans < 2_000, clock.now < deadline { try await Task.sleep(for: .milliseconds(20)) }
        task.cancel()
        await task.value
        try await site.drain(follower)
        let prompts = try await store.prompts()
        #expect(prompts.count == 2_000)
        #expect(Set(prompts).count == 2_000)
        #expect(try await store.statistics().payloads == 4_000)
        #expect(try await store.traces(TraceQuery(status: .running)).elements == [])
    }

    private func now() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}
