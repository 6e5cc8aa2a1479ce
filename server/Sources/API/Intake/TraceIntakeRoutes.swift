import HTTPTypes
import Hummingbird
import JSON
import OTLP
import Store

/// `POST /v1/traces`, and the same where Langfuse's SDK sends it: OTLP over HTTP, in protobuf and
/// in JSON, plain or compressed.
///
/// 200 means that the spans outlive this process; see ``Intake/receive(_:)``. A span that cannot be taken is counted in the answer,
/// with the reason, and the others are kept.
struct TraceIntakeRoutes: Sendable {
    let intake: any Intake
    let gate: IntakeGate
    let metrics: ServerMetrics

    /// A tree of JSON takes many times the room of its text.
    private static let jsonLimit = 16 << 20

    private enum Format {
        case protobuf
        case json
    }

    func add(to router: Router<MartletRouter.Context>) {
        for path in ["/v1/traces", "/api/public/otel/v1/traces"] as [RouterPath] {
            router.take(path) { request, context in
                try await take(request, context)
            }
        }
    }

    private func take(_ request: Request, _ context: MartletRouter.Context) async throws -> Response {
        let format = try Self.format(request)
        let limit = format == .json ? Self.jsonLimit : IntakeGate.bodyLimit
        try IntakeBody.checkLength(request, limit: limit)
        let rejections = try await gate.admit { room in
            let body = try await IntakeBody.read(request, room: room, limit: limit)
            let export = try Self.decode(body, format)
            do {
                try await intake.receive(ReceivedSpan.all(in: export))
            } catch let error as StoreError {
                context.logger.error("spans could not be stored: \(error)")
                throw RequestError.notStored
            }
            metrics.note(receivedSpans: export.spanCount, rejectedSpans: export.rejections.count)
            return export.rejections
        }
        return Self.answer(ExportTraceResponse(rejections), format)
    }

    /// By what the type contains: parameters such as a character set may follow.
    private static func format(_ request: Request) throws(RequestError) -> Format {
        guard let type = request.headers[.contentType]?.lowercased() else {
            throw .unsupportedMediaType("the request has no content type")
        }
        if type.contains("protobuf") { return .protobuf }
        if type.contains("json") { return .json }
        throw .unsupportedMediaType("spans come as application/x-protobuf or application/json")
    }

    private static func decode(
        _ body: [UInt8], _ format: Format
    ) throws(RequestError) -> ExportTraceRequest {
        do throws(OTLPError) {
            switch format {
            case .protobuf: return try ExportTraceRequest(protobuf: body)
            case .json: return try ExportTraceRequest(json: body)
            }
        } catch {
            throw .badRequest("this is not an OTLP request: \(error)")
        }
    }

    /// In the format of the request.
    private static func answer(_ response: ExportTraceResponse, _ format: Format) -> Response {
        guard format == .protobuf else { return .json(response.json) }
        let bytes = response.protobuf
        return Response(
            status: .ok,
            headers: [
                .contentType: "application/x-protobuf", .contentLength: String(bytes.count),
            ],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}
