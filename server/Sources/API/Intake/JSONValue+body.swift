import HTTPTypes
import Hummingbird
import JSON

extension JSONValue {
    /// What the body of a request says.
    init(body bytes: [UInt8]) throws {
        do throws(JSONError) {
            self = try JSONValue(parsing: bytes)
        } catch {
            throw RequestError.badRequest("the body is not JSON: \(error)")
        }
    }
}

extension Request {
    /// Refuses a body of which its sender does not say that it is JSON.
    ///
    /// - Parameter message: what is told then.
    func requireJSON(_ message: String) throws(RequestError) {
        guard headers[.contentType]?.lowercased().contains("json") == true else {
            throw .unsupportedMediaType(message, accepted: "application/json")
        }
    }
}
