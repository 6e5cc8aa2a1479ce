import Model
import Store
import TestSupport
import Testing

/// Whatever people type is searched for, and is never an error.
@Suite struct SearchTermTests {
    let directory = TemporaryDirectory()

    @Test func charactersBetweenWords() async throws {
        let store = try await SQLiteStore.test(in: directory)
        var recording = Recording()
        try await store.apply([
            recording.batch(.start(1, at: 1), .payload(1, 1, "prompt", "it’s a swift–lark naïve… 🐦"), .end(1, at: 9))
        ])
        for text in ["it’s", "swift–lark", "“naïve”", "nai\u{308}ve", "swift…lark*"] {
            #expect(try await store.spans(SpanQuery(filter: ListFilter(text: text))).elements.count == 1, "\(text)")
        }
        #expect(try await store.spans(SpanQuery(filter: ListFilter(text: "swift–owl"))).elements.isEmpty)
    }

    @Test func noCharacterIsAnError() async throws {
        let store = try await SQLiteStore.test(in: directory)
        var random = SplitMix(state: 1)
        for _ in 0..<2_000 {
            let scalars = (0..<8).compactMap { _ in Unicode.Scalar(UInt32.random(in: 1...0x2FFFF, using: &random)) }
            _ = try await store.spans(SpanQuery(filter: ListFilter(text: "a" + scalars.map(String.init).joined() + "b")))
        }
    }
}
