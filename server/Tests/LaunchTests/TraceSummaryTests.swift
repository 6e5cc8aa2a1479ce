import Launch
import Testing

@Suite struct TraceSummaryTests {
    @Test func onceTracedIsTraced() {
        let summary = TraceSummary(lines: ["m:f\twaiting", "n:g\twaiting", "m:f\ttraced", "m:f\twaiting", "n:g\twaiting"])
        #expect(summary.lines == ["m:f was traced", "n:g was never imported"])
    }

    @Test func aFailureIsTold() {
        let summary = TraceSummary(lines: ["m:f\twaiting", "m:f\tno such attribute", "m:f\twaiting"])
        #expect(summary.lines == ["m:f could not be traced: no such attribute"])
    }

    @Test func nothing() {
        #expect(TraceSummary(lines: []).lines == ["nothing was named to be traced"])
        #expect(TraceSummary(lines: ["", "no tab"]).lines == ["nothing was named to be traced"])
    }
}
