/// What a program sends to `/v1/logs`: the records of OTLP's `ExportLogsServiceRequest`, without the resources and scopes
/// around them. A record that is of use here belongs to a span, which has its own.
///
/// A record that cannot be taken is left out and counted; the others are kept.
public struct ExportLogsRequest: Sendable, Equatable {
    public var records: [LogRecord]
    /// What was left out, and why.
    public var rejections: Rejections

    public init(records: [LogRecord] = [], rejections: Rejections = Rejections()) {
        self.records = records
        self.rejections = rejections
    }
}
