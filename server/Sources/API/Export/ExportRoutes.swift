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
    let answers: AnswerGate
    let turnstile: Turnstile

    /// Spans that are listed at once.
    private static let pageSize = 500
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
        guard first.isComplete else { throw RequestError.incomplete(query.filter) }
        let room = try answers.room(for: AnswerGate.exportBytes)
        return Response(
            status: .ok,
            headers: [
                .contentType: format.contentType, .cacheControl: "no-store",
                .contentDisposition: "attachment; filename=\"\(format.fileName)\"",
            ],
            body: ResponseBody { writer in
                if format == .csv { try await writer.write(ByteBuffer(string: CSV.row(SpanTable.columns))) }
                var (page, query, left) = (first, query, limit)
                var size = GroupSize()
                while true {
                    var rest = page.elements.prefix(left)
                    left -= rest.count
                    while !rest.isEmpty {
                        let group = rest.prefix(size.spans)
                        rest = rest.dropFirst(size.spans)
                        let part = try await part(group, format)
                        size.adjust(toBytes: part.readableBytes)
                        try await writer.write(part)
                    }
                    guard left > 0, let cursor = page.nextCursor else { break }
                    query.cursor = cursor
                    page = try await store.spans(query)
                    // Without its end, the answer is not taken for all that there is.
                    guard page.isComplete else { throw RequestError.incomplete(query.filter) }
                }
                try await writer.finish(nil)
                withExtendedLifetime(room) {}
            })
    }

    /// Some spans as they are sent. What they are made of is gone while the client takes them.
    private func part(_ group: ArraySlice<SpanSummary>, _ format: Format) async throws -> ByteBuffer {
        try await turnstile.pass {
            ByteBuffer(string: format.text(try await archive.recorded(group, payloadBytes: Self.payloadBytes)))
        }
    }

    /// How many spans are held with their payloads: fewer where these are large.
    private struct GroupSize {
        private(set) var spans = 1

        mutating func adjust(toBytes bytes: Int) {
            if bytes < 128 << 10 { spans = min(32, spans * 2) }
            if bytes > 512 << 10 { spans = max(1, spans / 2) }
        }
    }
}
