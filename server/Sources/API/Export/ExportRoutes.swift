import HTTPTypes
import Hummingbird
import JSON
import Model
import Store

/// `GET /api/v1/export`: spans with everything, newest first, as many as there are.
///
/// Takes what the list of spans takes; `limit` is the greatest number of them all, and `format` is
/// `jsonl` (one span a line), `csv`, or `otlp` (one OTLP request a line, in JSON). They are read
/// and sent part by part, no faster than the client takes them.
struct ExportRoutes: Sendable {
    let store: any Store
    let archive: any SpanArchive

    /// Spans that are listed at once, and of these those that are held with their payloads.
    private static let pageSize = 500
    private static let groupSize = 20
    /// Most bytes of one span's payloads.
    private static let payloadBytes = 16 << 20

    private enum Format: String, CaseIterable {
        case jsonl
        case csv
        case otlp

        var contentType: String {
            switch self {
            case .jsonl, .otlp: "application/x-ndjson"
            case .csv: "text/csv; charset=utf-8"
            }
        }

        var fileName: String { self == .csv ? "spans.csv" : self == .otlp ? "spans.otlp.jsonl" : "spans.jsonl" }

        func text(_ spans: [RecordedSpan]) -> String {
            switch self {
            case .jsonl: spans.map { JSONValue.object($0.json).json + "\n" }.joined()
            case .csv: spans.map { CSV.row(SpanTable.row($0)) }.joined()
            case .otlp: spans.isEmpty ? "" : OTLPExport.request(spans).json + "\n"
            }
        }
    }

    func add(to router: Router<MartletRouter.Context>) {
        router.answer("/api/v1/export") { request, _ in try await export(request) }
    }

    private func export(_ request: Request) async throws -> Response {
        var parameters = try QueryParameters(request.uri.query)
        let name = parameters.text("format") ?? Format.jsonl.rawValue
        guard let format = Format(rawValue: name) else {
            let known = Format.allCases.map(\.rawValue).joined(separator: ", ")
            throw RequestError.invalidParameter("format", "it must be one of \(known)")
        }
        let limit = try parameters.count("limit") ?? .max
        let query = try parameters.spanQuery(limit: min(limit, Self.pageSize))
        try parameters.finish()
        // The first part before the answer begins, so that what is wrong gets an error.
        let first = try await asking { () throws(StoreError) in try await store.spans(query) }
        return Response(
            status: .ok,
            headers: [
                .contentType: format.contentType, .cacheControl: "no-store",
                .contentDisposition: "attachment; filename=\"\(format.fileName)\"",
            ],
            body: ResponseBody { writer in
                if format == .csv { try await writer.write(ByteBuffer(string: CSV.row(SpanTable.columns))) }
                var (page, query, left) = (first, query, limit)
                while true {
                    var rest = page.elements.prefix(left)
                    left -= rest.count
                    while !rest.isEmpty {
                        let group = rest.prefix(Self.groupSize)
                        rest = rest.dropFirst(Self.groupSize)
                        let spans = try await archive.recorded(group, payloadBytes: Self.payloadBytes)
                        try await writer.write(ByteBuffer(string: format.text(spans)))
                    }
                    guard left > 0, let cursor = page.nextCursor else { break }
                    query.cursor = cursor
                    page = try await store.spans(query)
                }
                try await writer.finish(nil)
            })
    }
}
