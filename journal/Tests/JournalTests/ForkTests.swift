import Glibc
import Journal
import JournalReader
import Testing

// Swift hides `fork` because a child of a threaded process may do little; writing to the journal
// is among what it may.
@_silgen_name("fork") private func forkProcess() -> pid_t

@Suite struct ForkTests {
    let directory = TemporaryDirectory()

    @Test func aChildWritesItsOwnSegmentsAndLeavesItsParentsSpansAlone() throws {
        let writer = makeWriter(in: directory)
        let name = writer.intern("work")
        let outer = writer.startSpan(name: name)
        let child = forkProcess()
        if child == 0 {
            let inner = writer.startSpan(name: name, parent: outer)
            writer.endSpan(inner, .returned)
            writer.endSpan(outer, .returned)  // returns in the child too; not the child's to say
            kill(getpid(), SIGKILL)
        }
        // Killed, and not yet waited for: its entry in /proc is still there.
        var info = siginfo_t()
        waitid(P_PID, id_t(child), &info, WEXITED | WNOWAIT)
        let zombie = try #require(directory.segments.first { $0.contains("/\(child)-") })
        let zombieHeader = try SegmentReader(path: zombie).header
        #expect(ProcessLiveness.of(zombieHeader) == .gone)
        var status: Int32 = 0
        waitpid(child, &status, 0)
        writer.endSpan(outer, .returned)

        #expect(directory.segments.count == 2)
        let own = try #require(directory.segments.first { $0.contains("/\(getpid())-") })
        let other = try #require(directory.segments.first { $0.contains("/\(child)-") })
        let mine = try records(of: own), its = try records(of: other)
        #expect(mine.starts.count == 1 && mine.ends.count == 1)
        #expect(its.starts.count == 1 && its.ends.count == 1)
        #expect(its.starts[0].parent == outer.span)
        #expect(its.starts[0].trace == mine.starts[0].trace)
        #expect(its.ends[0].span == its.starts[0].span)
        #expect(its.starts[0].name == "work")

        let parentHeader = try SegmentReader(path: own).header
        let childHeader = try SegmentReader(path: other).header
        #expect(childHeader.parentInstance == parentHeader.processInstance)
        #expect(childHeader.processInstance != parentHeader.processInstance)
        #expect(childHeader.processID == UInt32(child))
        #expect(ProcessLiveness.of(childHeader) == .gone)
        #expect(ProcessLiveness.of(parentHeader) == .alive)
    }
}
