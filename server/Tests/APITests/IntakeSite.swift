import API
import HTTPTypes
import Hummingbird
import Store
import TestSupport

/// A server without a socket that takes what is sent to it.
final class IntakeSite: Sendable {
    let directory: TemporaryDirectory
    let store: SQLiteStore
    private let router: RouterResponder<MartletRouter.Context>

    init(directory: TemporaryDirectory, store: SQLiteStore) {
        self.directory = directory
        self.store = store
        router = MartletRouter.make(store: store, intake: store, archive: store).buildResponder()
    }

    func get(_ path: String) async throws -> Answer {
        try await send(HTTPRequest(method: .get, scheme: "http", authority: "localhost", path: path), [], nil)
    }

    /// - Parameter length: what the header says, where that is another number than there are bytes.
    func post(
        _ path: String, _ body: [UInt8], type: String? = "application/json", coding: String? = nil, length: String? = nil,
        intake: (any Intake)? = nil
    ) async throws -> Answer {
        var head = HTTPRequest(method: .post, scheme: "http", authority: "localhost", path: path)
        head.headerFields[.contentType] = type
        head.headerFields[.contentEncoding] = coding
        head.headerFields[.contentLength] = length ?? String(body.count)
        return try await send(head, body, intake)
    }

    private func send(_ head: HTTPRequest, _ body: [UInt8], _ intake: (any Intake)?) async throws -> Answer {
        let responder = intake.map { MartletRouter.make(store: store, intake: $0).buildResponder() } ?? router
        return try await responder.answer(head, body: body)
    }
}
