import Hummingbird
import OTLP

/// `POST /v1/metrics`, and the same where Langfuse's SDK would send it: a store of calls keeps no metrics, and says so in its log
/// and in its own metrics. It takes them because an exporter that is set up for all signals would complain of each refusal.
struct MetricIntakeRoutes: Sendable {
    let gate: IntakeGate
    let metrics: ServerMetrics

    static let paths = ["/v1/metrics", "/api/public/otel/v1/metrics"]

    func add(to router: Router<MartletRouter.Context>) {
        for path in Self.paths {
            router.take(RouterPath(path)) { request, context in
                try await take(request, context)
            }
        }
    }

    private func take(_ request: Request, _ context: MartletRouter.Context) async throws -> Response {
        let format = try OTLPFormat(request, of: "metrics")
        try await IntakeBody.with(request, gate, limit: format.bodyLimit) { body in
            try OTLPFormat.decoding { () throws(OTLPError) in
                switch format {
                case .protobuf: try ExportMetricsRequest.check(protobuf: body)
                case .json: try ExportMetricsRequest.check(json: body)
                }
            }
        }
        if metrics.noteDroppedMetrics() {
            context.logger.notice("metrics are sent here and not kept: OTEL_METRICS_EXPORTER=none has a program send none")
        }
        return format.answer(ExportResponse(.metrics))
    }
}
