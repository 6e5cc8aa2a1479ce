import Ingest
import Journal
import Model
import Store
import Synchronization
import TestSupport

/// A journal directory with programs that write into it, and a store that is to get it all.
final class Site: Sendable {
    let directory = TemporaryDirectory()
    let reports = Mutex<[IngestEvent]>([])

    var journal: String { directory.file("journal") }

    func writer(
        firstSegment: UInt64 = 256 * 1024, largestSegment: UInt64 = 256 * 1024
    ) -> JournalWriter {
        var limits = JournalLimits()
        limits.firstSegment = firstSegment
        limits.largestSegment = largestSegment
        let path = journal.withCString { PathBytes(cString: $0) }
        return JournalWriter(
            directory: path, description: Array(#"{"program":"test","implementation":"cpython","version":"3"}"#.utf8),
            limits: limits)
    }

    func store() async throws -> SQLiteStore { try await SQLiteStore.test(in: directory) }

    func follower(_ store: any Store) -> JournalFollower {
        JournalFollower(directory: journal, store: store) { event in self.reports.withLock { $0.append(event) } }
    }

    /// Passes until nothing is new, as often as it takes to see that a process is gone.
    func drain(_ follower: JournalFollower) async throws {
        var idle = 0
        for _ in 0..<10_000 where idle < 3 { idle = try await follower.pass() ? 0 : idle + 1 }
    }

    var files: [String] { TemporaryDirectory.names(journal).filter { $0.hasSuffix(".journal") } }

    var damagedFiles: [String] { TemporaryDirectory.names(journal).filter { $0.hasSuffix(".damaged") } }

    /// Makes the segments look as if their process were gone: one that started at another time
    /// has its number now.
    func endProcesses(of names: [String]? = nil) {
        for name in names ?? files {
            FileBytes.patch("\(journal)/\(name)", at: SegmentLayout.Offset.processStartTicks, [1, 0, 0, 0, 0, 0, 0, 0])
        }
    }
}

extension JournalWriter {
    func write(_ text: String, key: StaticString, of context: SpanContext) {
        let key = intern(key)
        Array(text.utf8).withUnsafeBytes { writePayload($0, key: key, media: .text, of: context) }
    }

    /// A call with a prompt and an answer.
    @discardableResult
    func call(_ text: String, outcome: SpanOutcome? = .returned) -> TraceID {
        let context = startSpan(name: intern("call"), scope: intern("test"), kind: 3)
        write(text, key: "prompt", of: context)
        write("re: \(text)", key: "answer", of: context)
        if let outcome { endSpan(context, outcome) }
        return TraceID(high: context.trace.high, low: context.trace.low)
    }
}

extension Store {
    /// The prompts of all traces, the oldest first.
    func prompts() async throws -> [String] {
        var query = TraceQuery(limit: 1_000)
        var prompts: [String] = []
        repeat {
            let page = try await traces(query)
            prompts += page.elements.map(\.inputPreview)
            query.cursor = page.nextCursor
        } while query.cursor != nil
        return prompts.reversed()
    }
}
