import Ingest
import JournalReader
import Store
import Testing

/// When a process counts as gone, and how long to wait between two looks.
@Suite struct WaitingTests {
    let process = ProcessInstance(high: 1, low: 1)
    let start = ContinuousClock.now

    func isGone(
        _ judge: inout LivenessJudge, _ liveness: ProcessLiveness, after seconds: Int, tail: UInt64 = 1, superseded: Bool = false
    ) -> Bool {
        judge.isGone(
            process, liveness: liveness, isSuperseded: superseded, tail: tail, now: start + .seconds(seconds))
    }

    @Test func theSystemsWordCounts() {
        var judge = LivenessJudge()
        #expect(!isGone(&judge, .alive, after: 0))
        #expect(!isGone(&judge, .alive, after: 100_000))
        #expect(isGone(&judge, .gone, after: 0))
        #expect(isGone(&judge, .alive, after: 0, superseded: true))
    }

    @Test func whatNobodyKnowsOfIsGoneAfterFiveQuietMinutes() {
        var judge = LivenessJudge()
        #expect(!isGone(&judge, .unknown, after: 0))
        #expect(!isGone(&judge, .unknown, after: 299))
        #expect(!isGone(&judge, .unknown, after: 300, tail: 2))
        #expect(!isGone(&judge, .unknown, after: 599, tail: 2))
        #expect(isGone(&judge, .unknown, after: 600, tail: 2))
        // And is back if it writes again.
        #expect(!isGone(&judge, .unknown, after: 700, tail: 3))
        judge.keep(only: [])
        #expect(!isGone(&judge, .unknown, after: 2_000, tail: 3))
    }

    @Test func waitsGrowWhileNothingHappens() {
        var schedule = PollSchedule()
        #expect(schedule.next(foundSomething: true) == .milliseconds(20))
        #expect((0..<6).map { _ in schedule.next(foundSomething: false) } == [40, 80, 160, 250, 250, 250].map { .milliseconds($0) })
        #expect(schedule.next(foundSomething: true) == .milliseconds(20))
    }
}
