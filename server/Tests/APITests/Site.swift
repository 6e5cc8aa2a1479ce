import API
import HTTPTypes
import Hummingbird
import Model
import Store
import TestSupport

/// A server without a socket, over a store of the test's own.
struct Site {
    let directory = TemporaryDirectory()
    let store: SQLiteStore

    init() async throws {
        store = try await SQLiteStore.test(in: directory)
    }

    func get(_ path: String, host: String? = "localhost:7100") async throws -> Answer {
        try await send(.get, path, host: host)
    }

    func send(
        _ method: HTTPRequest.Method, _ path: String, host: String? = "localhost:7100", store: (any Store)? = nil
    ) async throws -> Answer {
        let responder = MartletRouter.make(store: store ?? self.store).buildResponder()
        return try await responder.answer(
            HTTPRequest(method: method, scheme: "http", authority: host, path: path))
    }
}

extension Site {
    /// Two traces: a finished call with everything, and one that runs.
    func record() async throws {
        var recording = Recording(process: 42)
        let payload = Change.payload(
            .init(
                span: SpanID(1)!, number: 9, key: "response.body", mediaType: .json, time: 1_000_000_021,
                totalLength: 16, bytes: Array(#"{"n": 1.50, "a":"#.utf8)))
        try await store.apply([
            recording.batch(
                .description(ProcessDescription(program: "app.py", host: "h")),
                .start(1, trace: 0xABC, at: 1_000_000_000, name: "create"),
                .payload(1, 1, "prompt", "<script>alert(1)</script>", at: 1_000_000_001),
                .payload(1, 2, "answer", "Because it sleeps on the wing.", at: 1_000_000_020), payload,
                .payload(1, 3, "model", "gpt"), .payload(1, 4, "tokens", "12"),
                .end(1, at: 1_500_000_000, .error),
                .start(2, trace: 0xDEF, at: 2_000_000_000))
        ])
    }

    static let first = "00000000000000090000000000000abc"
}
