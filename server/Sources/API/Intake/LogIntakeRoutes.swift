import Hummingbird
import OTLP
import Store

/// `POST /v1/logs`, and the same where Langfuse's SDK would send it: log records that say something of a span, as some
/// recorders have messages and exceptions.
///
/// 200 means that these outlive this process; see ``Intake/receive(_:)``. Other records are dropped and counted in the metrics, and
/// not in the answer: exporters would complain of each request.
struct LogIntakeRoutes: Sendable {
    let intake: any Intake
    let gate: IntakeGate
    let metrics: ServerMetrics

    static let paths = ["/v1/logs", "/api/public/otel/v1/logs"]

    func add(to router: Router<MartletRouter.Context>) {
        for path in Self.paths {
            router.take(RouterPath(path)) { request, context in
                try await take(request, context)
            }
        }
    }

    private func take(_ request: Request, _ context: MartletRouter.Context) async throws -> Response {
        let format = try OTLPFormat(request, of: "log records")
        let rejections = try await IntakeBody.with(request, gate, limit: format.bodyLimit) { body in
            let export = try OTLPFormat.decoding { () throws(OTLPError) in
                switch format {
                case .protobuf: try ExportLogsRequest(protobuf: body)
                case .json: try ExportLogsRequest(json: body)
                }
            }
            let now = Clock.now()
            let logs = export.records.compactMap { ReceivedLog($0, arrival: now) }
            do {
                try await intake.receive(logs)
            } catch let error as StoreError {
                context.logger.error("log records could not be stored: \(error)")
                throw RequestError.notStored
            }
            metrics.note(
                receivedLogs: logs.count, rejectedLogs: export.rejections.count, droppedLogs: export.records.count - logs.count)
            return export.rejections
        }
        return format.answer(ExportResponse(.logs, rejections))
    }
}
