import HTTPTypes
import Hummingbird
import JSON
import Store

/// `POST /api/v1/sql`: a query in SQL, as `{"query": "...", "limit": 1000, "timeout_ms": 5000,
/// "format": "json" or "csv"}`, of which only the first is needed.
///
/// The answer is `{"columns": [...], "rows": [[...], ...], "is_cut": false}`.
struct QueryRoutes: Sendable {
    let queries: UserQueries

    private static let bodyLimit = 256 << 10
    private static let greatestLimit = 10_000
    private static let greatestTimeout = 30_000

    func add(to router: Router<MartletRouter.Context>) {
        router.take("/api/v1/sql") { request, _ in try await answer(request) }
    }

    private func answer(_ request: Request) async throws -> Response {
        try QueryParameters(request.uri.query).finish()
        let question = try await Question(request, bodyLimit: Self.bodyLimit)
        let answer: QueryAnswer?
        do throws(QueryError) {
            answer = try await queries.answer(
                question.sql,
                limits: QueryLimits(rows: question.limit, nanoseconds: UInt64(question.timeout) * 1_000_000))
        } catch {
            throw Self.error(error)
        }
        guard let answer else { throw RequestError.busy }
        guard question.isCSV else { return .json(answer.json) }
        let text = CSV.row(answer.columns) + answer.rows.map { CSV.row($0.map(\.text)) }.joined()
        return Response(
            status: .ok, text: text,
            headers: [.contentType: "text/csv; charset=utf-8", .cacheControl: "no-store"])
    }

    private static func error(_ error: QueryError) -> RequestError {
        switch error {
        case .invalid: RequestError(status: .badRequest, code: "invalid_query", message: error.description)
        case .refused: RequestError(status: .forbidden, code: "not_a_query", message: error.description)
        case .tooSlow: RequestError(status: .unprocessableContent, code: "query_too_slow", message: error.description)
        case .tooMuchMemory:
            RequestError(status: .unprocessableContent, code: "query_too_large", message: error.description)
        case .failed: .unavailable
        }
    }

    /// The body of a request.
    private struct Question {
        let sql: String
        var limit = 1_000
        var timeout = 5_000
        var isCSV = false

        init(_ request: Request, bodyLimit: Int) async throws {
            try request.requireJSON("a query comes as application/json")
            let value = try JSONValue(body: try await request.body.bytes(upTo: bodyLimit))
            guard let object = value.object, let sql = object["query"]?.string else {
                throw RequestError.invalidParameter("query", "it must be a text")
            }
            self.sql = sql
            for member in object.members {
                switch member.name {
                case "query": break
                case "limit": limit = try Self.number(member, to: QueryRoutes.greatestLimit)
                case "timeout_ms": timeout = try Self.number(member, to: QueryRoutes.greatestTimeout)
                case "format":
                    guard let format = member.value.string, ["json", "csv"].contains(format) else {
                        throw RequestError.invalidParameter("format", "it must be json or csv")
                    }
                    isCSV = format == "csv"
                default: throw RequestError.invalidParameter(member.name, "there is no such parameter here")
                }
            }
        }

        private static func number(_ member: JSONObject.Member, to greatest: Int) throws(RequestError) -> Int {
            guard let number = member.value.int, (1...greatest).contains(number) else {
                throw .invalidParameter(member.name, "it must be from 1 to \(greatest)")
            }
            return number
        }
    }
}

extension QueryAnswer {
    fileprivate var json: JSONValue {
        [
            "columns": .array(columns.map { .string($0) }),
            "rows": .array(rows.map { .array($0.map(\.json)) }), "is_cut": .bool(isCut),
        ]
    }
}
