import Model
import SQLite
import Store
import TestSupport
import Testing

/// Traces are found by their ids in one group of rows after the other; filters say in which they are not.
@Suite struct TraceFilterTests {
    let directory = TemporaryDirectory()
    var path: String { directory.file("martlet.db") }
    static let groupSize: UInt64 = 16_384

    func span(_ trace: UInt64, _ id: UInt64 = 1) -> ReceivedSpan {
        ReceivedSpan(
            span: Span(
                id: SpanID(id)!, traceID: .number(trace), parentID: nil, name: "n", startTime: Int64(trace), endTime: Int64(trace) + 1,
                status: .ok),
            source: SpanSource(resource: "{}"), payloads: [])
    }

    func fill(_ store: SQLiteStore, _ traces: ClosedRange<UInt64>) async throws {
        for first in stride(from: traces.lowerBound, through: traces.upperBound, by: 4_096) {
            try await store.receive((first...min(first + 4_095, traces.upperBound)).map { span($0) })
        }
    }

    func raw(_ sql: String) throws -> Int? {
        let connection = try Connection(path: path, configuration: .init(access: .readOnly, cacheBytes: 1 << 20))
        return try connection.statement(sql).first { $0.int(0) }
    }

    /// Sends another span of each trace: they join the traces that there are.
    func expectJoined(_ traces: [UInt64], _ store: SQLiteStore, id: UInt64) async throws {
        let count = try await store.statistics().traces
        try await store.receive(traces.map { span($0, id) })
        #expect(try await store.statistics().traces == count)
        for trace in traces {
            #expect(try await store.trace(.number(trace), limits: TraceLimits())?.spans.contains { $0.span.id.value == id } == true)
        }
    }

    @Test func nothingIsLeftOutAndLittleIsMistaken() {
        var filter = IDFilter()
        let ids = (0..<Self.groupSize).map { IDFilter.Places(TraceID(high: $0 % 3 == 0 ? 0 : $0 &* 0x9E37_79B9_7F4A_7C15, low: $0)) }
        for id in ids { filter.insert(id) }
        #expect(ids.allSatisfy { filter.mayContain($0) })
        let others = (0..<100_000 as Range<UInt64>).map { IDFilter.Places(TraceID(high: 7, low: $0)) }
        // A thousandth: a hundred.
        #expect(others.count { filter.mayContain($0) } < 200)
        #expect(IDFilter(filter.bytes).map { kept in ids.allSatisfy { kept.mayContain($0) } } == true)
        #expect(IDFilter([1, 2, 3]) == nil)
    }

    @Test func tracesOfAllGroupsAreFound() async throws {
        let size = Self.groupSize
        let known = [1, 2, size - 1, size, size + 1, 2 * size - 1, 2 * size, 2 * size + 1, 2 * size + 900]
        do {
            let store = try await SQLiteStore.test(in: directory)
            try await fill(store, 1...2 * size + 1_000)
            try await expectJoined(known, store, id: 2)
            try await store.finish()
        }
        // Rows are counted from one, groups from zero: two are full. Their filters are kept.
        #expect(try raw("SELECT count(*) FROM trace_filter") == 2)
        let store = try await SQLiteStore.test(in: directory)
        try await expectJoined(known, store, id: 3)
        #expect(try await store.trace(.number(2 * size + 1_001), limits: TraceLimits()) == nil)
        let traces = try await store.statistics().traces
        try await store.receive([span(2 * size + 1_001)])
        #expect(try await store.statistics().traces == traces + 1)
    }

    @Test func filtersThatWereNotKeptAreMadeAgain() async throws {
        let size = Self.groupSize
        do {
            let store = try await SQLiteStore.test(in: directory)
            try await fill(store, 1...size + 10)
            try await store.finish()
        }
        do {
            let connection = try Connection(path: path, configuration: .init(access: .readWrite, cacheBytes: 1 << 20))
            try connection.execute("DELETE FROM trace_filter")
        }
        let store = try await SQLiteStore.test(in: directory)
        try await expectJoined([1, size - 1, size, size + 10], store, id: 2)
        #expect(try raw("SELECT count(*) FROM trace_filter") == 1)
    }

    /// The last rows go, so that their numbers are given again in a group that was full.
    @Test func groupsThatLoseTheirLastRows() async throws {
        let size = Self.groupSize
        do {
            let store = try await SQLiteStore.test(in: directory)
            try await fill(store, 1...size + 5)
            _ = try await store.statistics()
            #expect(try raw("SELECT count(*) FROM trace_filter") == 1)
            for trace in size - 10...size + 5 { #expect(try await store.removeTrace(.number(trace))) }
            try await store.receive([span(99_999)])
            _ = try await store.statistics()
            #expect(try raw("SELECT count(*) FROM trace_filter") == 0)
            try await expectJoined([1, size - 11, 99_999], store, id: 2)
            try await fill(store, 200_000...200_020)
            try await store.finish()
        }
        let store = try await SQLiteStore.test(in: directory)
        try await expectJoined([1, size - 11, 99_999, 200_000, 200_010, 200_020], store, id: 3)
    }

    /// Another process puts a trace in, of which this one's filters know nothing.
    @Test func tracesOfOtherProcessesAreFound() async throws {
        let store = try await SQLiteStore.test(in: directory)
        try await fill(store, 1...10)
        _ = try await store.statistics()
        let guest = try await SQLiteStore(path: path, interpreter: .test(), isGuest: true)
        try await guest.receive([span(11), span(5, 7)])
        try await expectJoined([5, 11], store, id: 2)
        try await store.receive([span(12)])
        _ = try await store.statistics()
        try await expectJoined([5, 11, 12], guest, id: 3)
    }
}
