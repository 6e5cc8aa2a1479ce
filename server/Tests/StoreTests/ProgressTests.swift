import Model
import Store
import TestSupport
import Testing

/// Who waits for long work sees how far it is.
@Suite struct ProgressTests {
    let directory = TemporaryDirectory()

    @Test func spansThatArePricedAnew() async throws {
        let store = try await SQLiteStore.test(in: directory)
        #expect(try await store.progress() == nil)
        var recording = Recording()
        try await store.apply([
            recording.batch(.start(1, at: 1), .payload(1, 1, "model", "m"), .payload(1, 2, "tokens", "1000000"), .end(1, at: 9))
        ])
        while try await store.maintain() {}
        #expect(try await store.progress() == nil)
        try await store.keep([Price(pattern: "m", input: 3, output: 1)])
        #expect(try await store.progress() == WorkProgress(done: 0, all: 1))
        _ = try await store.maintain()
        #expect(try await store.progress() == WorkProgress(done: 1, all: 1))
        while try await store.maintain() {}
        #expect(try await store.progress() == nil)
        try await store.beginReinterpretation()
        #expect(try await store.progress() == WorkProgress(done: 0, all: 1))
        while try await store.maintain() {}
        #expect(try await store.progress() == nil)
    }

    /// What the server notes beside the file is its own.
    @Test func aGuestLeavesTheNotesAlone() async throws {
        let host = try await SQLiteStore.test(in: directory)
        let notes = directory.file("martlet.db-interpreting")
        let noted = [UInt8](repeating: 7, count: FileBytes.read(notes).count)
        FileBytes.patch(notes, at: 0, noted)
        let guest = try await SQLiteStore(path: directory.file("martlet.db"), interpreter: .test(), isGuest: true)
        try await guest.keep([Price(pattern: "m", input: 3, output: 1)])
        while try await guest.maintain() {}
        #expect(FileBytes.read(notes) == noted)
        #expect(try await host.prices().contains { $0.pattern == "m" })
    }
}
