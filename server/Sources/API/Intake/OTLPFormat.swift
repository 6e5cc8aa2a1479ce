import HTTPTypes
import Hummingbird
import JSON
import OTLP

/// In what a request of OTLP comes, and its answer goes.
enum OTLPFormat {
    case protobuf
    case json

    /// Where it is spoken: errors have a form of their own there.
    static let paths = TraceIntakeRoutes.paths + LogIntakeRoutes.paths + MetricIntakeRoutes.paths

    /// A tree of JSON takes many times the room of its text.
    private static let jsonLimit = 16 << 20

    /// By what the type contains: parameters such as a character set may follow.
    ///
    /// - Parameter what: what comes in such requests, for people.
    init(_ request: Request, of what: String) throws(RequestError) {
        guard let type = request.headers[.contentType]?.lowercased() else {
            throw .unsupportedMediaType("the request has no content type")
        }
        if type.contains("protobuf") {
            self = .protobuf
        } else if type.contains("json") {
            self = .json
        } else {
            throw .unsupportedMediaType("\(what) come as application/x-protobuf or application/json")
        }
    }

    /// The most bytes that a body may have, packed and unpacked.
    var bodyLimit: Int {
        switch self {
        case .protobuf: IntakeGate.bodyLimit
        case .json: Self.jsonLimit
        }
    }

    /// What `body` makes of a request; says what is wrong with one that is none.
    static func decoding<Result>(_ body: () throws(OTLPError) -> Result) throws(RequestError) -> Result {
        do throws(OTLPError) {
            return try body()
        } catch {
            throw .badRequest("this is not an OTLP request: \(error)")
        }
    }

    /// The answer to a request that was taken.
    func answer(_ response: ExportResponse) -> Response {
        switch self {
        case .protobuf: .protobuf(response.protobuf)
        case .json: .json(response.json)
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
        switch try? OTLPFormat(request, of: "requests") {
        case .protobuf: .protobuf(response.protobuf, status: status)
        case .json, nil: .json(response.json, status: status)
        }
    }
}
