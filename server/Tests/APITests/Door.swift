import API
import Access
import HTTPTypes
import Hummingbird
import Store
import TestSupport

/// A server without a socket that asks for keys.
struct Door {
    let directory = TemporaryDirectory()
    let store: SQLiteStore
    let keys: KeyFile
    private let responder: RouterResponder<MartletRouter.Context>

    init(interpreter: Interpreter = .test()) async throws {
        store = try await SQLiteStore.test(in: directory, interpreter: interpreter)
        keys = KeyFile(path: directory.file("keys.json"))
        responder = MartletRouter.make(
            store: store, intake: store, keys: try KeyRing(keys),
            queries: UserQueries(store: store), archive: store, journal: store, maintenance: store
        ).buildResponder()
    }

    /// A new key, and its secret.
    func make(_ kind: AccessKey.Kind) throws -> (key: AccessKey, secret: String) {
        let made = AccessKey.make(name: "test", kind: kind, now: 1)
        try keys.add(made.key)
        return made
    }

    func send(
        _ method: HTTPRequest.Method, _ path: String, _ fields: HTTPFields = [:], body: String = "", bytes: [UInt8]? = nil
    ) async throws -> Answer {
        let body = bytes ?? Array(body.utf8)
        var head = HTTPRequest(method: method, scheme: "http", authority: "localhost:7100", path: path)
        head.headerFields = fields
        head.headerFields[.contentLength] = String(body.count)
        return try await responder.answer(head, body: body)
    }
}
