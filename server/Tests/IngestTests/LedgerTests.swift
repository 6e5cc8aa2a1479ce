import Ingest
import Store
import Testing

@Suite struct LedgerTests {
    let one = ProcessInstance(high: 1, low: 1)
    let two = ProcessInstance(high: 2, low: 2)

    func file(_ process: ProcessInstance, _ index: UInt64, pid: UInt32 = 7, clock: UInt64 = 0) -> SegmentFile {
        SegmentFile(
            name: "\(process.low)-\(index)", process: process, index: index,
            system: .init(processID: pid, startTicks: 5, bootHigh: 1, bootLow: 1), clockAnchor: clock, start: 256)
    }

    func progress(
        _ process: ProcessInstance, _ index: UInt64, _ position: UInt64, _ state: SegmentProgress.State
    ) -> SegmentProgress {
        SegmentProgress(process: process, index: index, position: position, state: state)
    }

    @Test func segmentsComeInTheirOrder() {
        var ledger = Ledger(stored: [progress(one, 0, 900, .finished), progress(one, 1, 512, .reading)])
        ledger.see([file(one, 2), file(one, 0), file(one, 1)])
        #expect(ledger.current(of: one) == file(one, 1))
        #expect(ledger.position(of: file(one, 1)) == 512)
        #expect(ledger.position(of: file(one, 2)) == 256)
        #expect(ledger.finishedFiles == [file(one, 0)])
        ledger.note(progress(one, 1, 800, .damaged))
        #expect(ledger.current(of: one) == file(one, 2))
        ledger.note(progress(one, 2, 800, .finished))
        #expect(ledger.current(of: one) == nil)
        // What is damaged stays.
        #expect(Set(ledger.finishedFiles.map(\.index)) == [0, 2])
        ledger.forget(file(one, 0))
        #expect(ledger.finishedFiles.map(\.index) == [2])
    }

    @Test(arguments: [
        // sealed, gone, damaged, has a successor: state, ends the process
        (false, false, false, false, SegmentProgress.State.reading, false), (false, false, false, true, .reading, false),
        (true, false, false, false, .reading, false), (true, false, false, true, .finished, false),
        (false, true, false, false, .finished, true), (true, true, false, false, .finished, true),
        (false, true, false, true, .finished, false), (true, true, false, true, .finished, false),
        (false, false, true, false, .reading, false), (false, false, true, true, .damaged, false),
        (false, true, true, false, .damaged, true), (true, true, true, true, .damaged, false),
    ])
    func howASegmentStands(
        isSealed: Bool, isGone: Bool, isDamaged: Bool, hasSuccessor: Bool, state: SegmentProgress.State, ends: Bool
    ) {
        var ledger = Ledger(stored: [])
        ledger.see([file(one, 3), file(two, 9)] + (hasSuccessor ? [file(one, 4)] : []))
        let verdict = ledger.verdict(
            on: file(one, 3), .init(isSealed: isSealed, processIsGone: isGone, isDamaged: isDamaged))
        #expect(verdict.state == state)
        #expect(verdict.endsProcess == ends)
    }

    @Test func onlyALaterInstanceOfTheSameProcessSupersedes() {
        var ledger = Ledger(stored: [])
        ledger.see([file(one, 0, clock: 10), file(two, 0, clock: 20)])
        #expect(ledger.isSuperseded(file(one, 0, clock: 10)))
        #expect(!ledger.isSuperseded(file(two, 0, clock: 20)))
        ledger.see([file(one, 0, clock: 10), file(two, 0, pid: 8, clock: 20)])
        #expect(!ledger.isSuperseded(file(one, 0, clock: 10)))
        // Later segments of its own do not.
        ledger.see([file(one, 0, clock: 10), file(one, 1, clock: 30)])
        #expect(!ledger.isSuperseded(file(one, 0, clock: 10)))
    }

    @Test func missingFilesEndTheirProcessOnce() {
        var ledger = Ledger(stored: [
            progress(one, 0, 900, .finished), progress(one, 1, 500, .reading), progress(one, 2, 256, .reading),
            progress(two, 0, 300, .reading),
        ])
        ledger.see([file(two, 1)])
        let missing = ledger.missingSegments.sorted { ($0.progress.process.low, $0.progress.index) < ($1.progress.process.low, $1.progress.index) }
        #expect(missing.map(\.progress.index) == [1, 2, 0])
        #expect(missing.map(\.endsProcess) == [false, true, false])
        for entry in missing { ledger.note(progress(entry.progress.process, entry.progress.index, 0, .missing)) }
        #expect(ledger.missingSegments.isEmpty)
    }
}
