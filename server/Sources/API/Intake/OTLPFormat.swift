import HTTPTypes
import Hummingbird
import JSON
import OTLP

/// In what a request of OTLP comes, and its answer goes.
enum OTLPFormat {
    case protobuf
    case json

    /// By what the type contains: parameters such as a character set may follow.
    init(_ request: Request) throws(RequestError) {
        guard let type = request.headers[.contentType]?.lowercased() else {
            throw .unsupportedMediaType("the request has no content type")
        }
        if type.contains("protobuf") {
            self = .protobuf
        } else if type.contains("json") {
            self = .json
        } else {
            throw .unsupportedMediaType("spans come as application/x-protobuf or application/json")
        }
    }
}

extension Response {
    /// An answer in protobuf.
    static func protobuf(_ bytes: [UInt8], status: HTTPResponse.Status = .ok) -> Response {
        Response(
            status: status,
            headers: [.contentType: "application/x-protobuf", .contentLength: String(bytes.count)],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    /// What went wrong, in the format of the request; in JSON where that has none of the two.
    static func otlp(_ response: StatusResponse, to request: Request, status: HTTPResponse.Status) -> Response {
        switch try? OTLPFormat(request) {
        case .protobuf: .protobuf(response.protobuf, status: status)
        case .json, nil: .json(response.json, status: status)
        }
    }
}
