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

    @Test func otherWorkHasItsTurn() {
        var schedule = OtherWorkSchedule(now: start)
        #expect(schedule.isDue(foundSomething: false, now: start))
        #expect(!schedule.isDue(foundSomething: true, now: start + .milliseconds(999)))
        #expect(schedule.isDue(foundSomething: true, now: start + .seconds(1)))
        schedule.noteDone(now: start + .seconds(3))
        #expect(!schedule.isDue(foundSomething: true, now: start + .milliseconds(3_999)))
        #expect(schedule.isDue(foundSomething: true, now: start + .seconds(4)))
    }

    /// Takes everything, and counts how often other work was done.
    private actor Destination: JournalDestination {
        private(set) var works = 0

        func segments() -> [SegmentProgress] { [] }
        func apply(_ batches: [Batch]) {}
        func workWhileIdle() -> Bool {
            works += 1
            return false
        }
    }

    @Test func otherWorkIsDoneBesideWhatComesAllTheTime() async throws {
        let (site, destination) = (Site(), Destination())
        let writer = site.writer()
        let follower = JournalFollower(directory: site.journal, destination: destination) { _ in }
        let end = ContinuousClock.now + .seconds(60)
        while await destination.works == 0, ContinuousClock.now < end {
            writer.call("something new")
            #expect(try await follower.pass())
            try await Task.sleep(for: .milliseconds(20))
        }
        #expect(await destination.works == 1)
    }
}
