/// The role of a span in a call between parties; the numbers are OTLP's.
public enum SpanKind: UInt8, Sendable, Codable, CaseIterable {
    case `internal` = 1
    case server = 2
    case client = 3
    case producer = 4
    case consumer = 5
}
