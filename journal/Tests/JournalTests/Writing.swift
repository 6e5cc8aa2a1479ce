import Glibc
import Journal
import JournalReader

/// A writer into a directory of the test's own.
func makeWriter(
    in directory: TemporaryDirectory, description: String = #"{"program":"test"}"#,
    limits: JournalLimits = JournalLimits()
) -> JournalWriter {
    let path = directory.path.withCString { PathBytes(cString: $0) }
    return JournalWriter(directory: path, description: Array(description.utf8), limits: limits)
}

extension JournalWriter {
    func write(_ text: String, key: StaticString, of context: SpanContext, media: MediaType = .json) {
        let key = intern(key)
        Array(text.utf8).withUnsafeBytes { writePayload($0, key: key, media: media, of: context) }
    }
}

/// All records of a segment as they are when the process is gone.
func records(of path: String, processIsGone: Bool = true) throws -> [JournalRecord] {
    var reader = try SegmentReader(path: path)
    var records: [JournalRecord] = []
    while let record = try reader.next(processIsGone: processIsGone) { records.append(record) }
    return records
}

/// All records of all segments of a directory, in the order of their index.
func records(of directory: TemporaryDirectory) throws -> [JournalRecord] {
    try directory.segments.flatMap { try records(of: $0) }
}

extension [JournalRecord] {
    var starts: [SpanStart] { compactMap { if case .spanStart(let start) = $0 { start } else { nil } } }
    var ends: [SpanEnd] { compactMap { if case .spanEnd(let end) = $0 { end } else { nil } } }
    var fragments: [PayloadFragment] { compactMap { if case .payload(let part) = $0 { part } else { nil } } }
    var processes: [String] {
        compactMap { if case .process(let json) = $0 { String(decoding: json, as: UTF8.self) } else { nil } }
    }
}
