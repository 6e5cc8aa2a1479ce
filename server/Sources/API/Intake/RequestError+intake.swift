import Hummingbird
import OTLP

extension RequestError {
    /// More is being taken than there is room for.
    static let busy = RequestError(
        status: .serviceUnavailable, code: "busy",
        message: "the server is taking as much as it can; send this again in a moment",
        headers: [.retryAfter: "1"])

    /// The store could not commit.
    static let notStored = RequestError(
        status: .serviceUnavailable, code: "not_stored",
        message: "this could not be stored now; send it again, the server's log says why",
        headers: [.retryAfter: "5"])

    static func unsupportedMediaType(
        _ message: String, accepted: String = "application/x-protobuf, application/json"
    ) -> RequestError {
        RequestError(
            status: .unsupportedMediaType, code: "unsupported_media_type", message: message,
            headers: [.accept: accepted])
    }

    static func unsupportedCoding(_ coding: String) -> RequestError {
        RequestError(
            status: .unsupportedMediaType, code: "unsupported_encoding",
            message: "the content encoding \"\(coding)\" is not known here",
            headers: [.acceptEncoding: ContentCoding.accepted])
    }

    static func bodyTooLarge(limit: Int) -> RequestError {
        RequestError(
            status: .contentTooLarge, code: "body_too_large",
            message: "a body may have \(limit) bytes, also when it is unpacked")
    }
}
