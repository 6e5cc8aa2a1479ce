import HTTPTypes
import Hummingbird
import JSON
import Shipping
import Store

/// `POST /api/v1/journal` and `POST /api/v1/journal/positions`: where `martlet ship` brings the
/// records of a journal that lies elsewhere, and asks how far they have come.
///
/// A batch says from where to where in its segment it goes; it and the new position are committed
/// together. So what is sent twice is stored once, and nothing is left out.
struct JournalRoutes: Sendable {
    let journal: any ShippedJournal
    let gate: IntakeGate

    /// Texts of JSON in a text of JSON: many characters are escaped twice.
    private static let bodyLimit = 64 << 20
    private static let processLimit = 10_000

    func add(to router: Router<MartletRouter.Context>) {
        router.take("/api/v1/journal") { request, context in try await take(request, context) }
        router.take("/api/v1/journal/positions") { request, context in
            try await positions(request, context)
        }
    }

    private func take(_ request: Request, _ context: MartletRouter.Context) async throws -> Response {
        try await reading(request) { body in
            guard let elements = body["batches"]?.array else {
                throw RequestError.badRequest("there is no array \"batches\"")
            }
            var batches: [Batch] = []
            for (number, element) in elements.enumerated() {
                do throws(WireError) {
                    batches.append(try Batch(wire: element, place: "batches[\(number)]"))
                } catch {
                    throw RequestError.badRequest("\(error)")
                }
            }
            do throws(StoreError) {
                try await journal.applyShipped(batches)
            } catch .gap(let index, let stored, let from) {
                throw RequestError(
                    status: .conflict, code: "gap",
                    message: "segment \(index) has come to \(stored), and a batch begins at \(from)")
            } catch {
                context.logger.error("records could not be stored: \(error)")
                throw RequestError.notStored
            }
            return .json(["accepted": .integer(batches.count)])
        }
    }

    private func positions(
        _ request: Request, _ context: MartletRouter.Context
    ) async throws -> Response {
        try await reading(request) { body in
            guard let elements = body["processes"]?.array, elements.count <= Self.processLimit else {
                throw RequestError.badRequest(
                    "there is no array \"processes\" of at most \(Self.processLimit) elements")
            }
            let processes = try elements.map { element in
                guard let process = element.string.flatMap(ProcessInstance.init(hex:)) else {
                    throw RequestError.badRequest("a process has 32 hexadecimal digits")
                }
                return process
            }
            let segments = try await journal.shippedSegments(of: processes)
            return .json(["segments": .array(segments.map(\.wire))])
        }
    }

    private func reading(
        _ request: Request, _ body: (JSONValue) async throws -> Response
    ) async throws -> Response {
        try request.requireJSON("records come as application/json")
        return try await IntakeBody.with(request, gate, limit: Self.bodyLimit) { bytes in
            try await body(try JSONValue(body: bytes))
        }
    }
}
