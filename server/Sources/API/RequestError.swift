import Hummingbird
import JSON
import Model
import Store

/// What a request gets that cannot be answered.
///
/// The API shows it as `{"error": {"code", "message"}}`, with `parameter` where one is at fault;
/// pages show it as a page.
struct RequestError: Error {
    let status: HTTPResponse.Status
    /// For programs: never changes.
    let code: String
    /// For people.
    let message: String
    /// The parameter of the query that is at fault.
    var parameter: String?
    var headers: HTTPFields = [:]

    static func invalidParameter(_ name: String, _ message: String) -> RequestError {
        RequestError(
            status: .badRequest, code: "invalid_parameter", message: "\(name): \(message)",
            parameter: name)
    }

    /// A parameter or member that is to be a time.
    static func noTime(_ name: String) -> RequestError {
        .invalidParameter(
            name,
            """
            it must be an RFC 3339 time such as 2026-11-21T05:16:58Z, a date such as 2026-11-21, which is its midnight in UTC, \
            or nanoseconds since 1970; in a query the + of a zone is written %2B
            """)
    }

    static func badRequest(_ message: String) -> RequestError {
        RequestError(status: .badRequest, code: "bad_request", message: message)
    }

    static func notFound(_ message: String) -> RequestError {
        RequestError(status: .notFound, code: "not_found", message: message)
    }

    static func noTrace(_ id: TraceID, in store: any Store) async throws(StoreError) -> RequestError {
        let isComplete = try await store.statistics().isComplete
        return .notFound(
            "there is no trace \(id.hex)"
                + (isComplete ? "" : " in the database, and what was received last cannot be put there now; the server's log says why"))
    }

    static func methodNotAllowed(
        _ method: HTTPRequest.Method, allowed: String = "GET, HEAD"
    ) -> RequestError {
        RequestError(
            status: .methodNotAllowed, code: "method_not_allowed",
            message: "\(method.rawValue) is not possible here", headers: [.allow: allowed])
    }

    static func foreignHost(_ host: String) -> RequestError {
        RequestError(
            status: .misdirectedRequest, code: "foreign_host",
            message: "this server does not answer for the host name \"\(host)\"")
    }

    static let unavailable = RequestError(
        status: .serviceUnavailable, code: "store_unavailable",
        message: "the store cannot be read now; the server's log says why",
        headers: [.retryAfter: "5"])

    /// An export says in no way that something is missing in it.
    static func incomplete(_ filter: ListFilter) -> RequestError { filter.text == nil ? incompleteTables : incompleteIndex }

    private static let incompleteTables = RequestError(
        status: .serviceUnavailable, code: "spans_waiting",
        message: "spans that were acknowledged cannot be put into the database now, and an export would leave them out; the server's log says why",
        headers: [.retryAfter: "5"])

    private static let incompleteIndex = RequestError(
        status: .serviceUnavailable, code: "index_incomplete",
        message: "the index of words does not have those of all spans now, and an export by words would leave some out",
        headers: [.retryAfter: "5"])

    static let internalError = RequestError(
        status: .internalServerError, code: "internal_error",
        message: "something went wrong; the server's log says what")

    var json: JSONValue {
        var error = JSONObject([("code", .string(code)), ("message", .string(message))])
        if let parameter { error.set("parameter", .string(parameter)) }
        return ["error": .object(error)]
    }
}
