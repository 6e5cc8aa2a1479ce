import HTTPTypes
import Hummingbird
import JSON
import OTLP
import Store

/// `POST /v1/traces`, and the same where Langfuse's SDK sends it: OTLP over HTTP, in protobuf and
/// in JSON, plain or compressed.
///
/// 200 means that the spans outlive this process; see ``Intake/receive(_:)``. A span that cannot be taken is counted in the answer,
/// with the reason, and the others are kept. What is refused as a whole gets a `google.rpc.Status`; see ``ErrorResponses``.
struct TraceIntakeRoutes: Sendable {
    let intake: any Intake
    let gate: IntakeGate
    let metrics: ServerMetrics

    static let paths = ["/v1/traces", "/api/public/otel/v1/traces"]

    func add(to router: Router<MartletRouter.Context>) {
        for path in Self.paths {
            router.take(RouterPath(path)) { request, context in
                try await take(request, context)
            }
        }
    }

    private func take(_ request: Request, _ context: MartletRouter.Context) async throws -> Response {
        let format = try OTLPFormat(request, of: "spans")
        let rejections = try await IntakeBody.with(request, gate, limit: format.bodyLimit) { body in
            let export = try OTLPFormat.decoding { () throws(OTLPError) in
                switch format {
                case .protobuf: try ExportTraceRequest(protobuf: body)
                case .json: try ExportTraceRequest(json: body)
                }
            }
            do {
                try await intake.receive(ReceivedSpan.all(in: export))
            } catch let error as StoreError {
                context.logger.error("spans could not be stored: \(error)")
                throw RequestError.notStored
            }
            metrics.note(receivedSpans: export.spanCount, rejectedSpans: export.rejections.count)
            return export.rejections
        }
        return format.answer(ExportResponse(.traces, rejections))
    }
}
