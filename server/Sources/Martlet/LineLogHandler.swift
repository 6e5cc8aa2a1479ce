import API
import Launch
import JSON
import Logging

/// Writes each event as one line: as `key=value`, or as a JSON object.
struct LineLogHandler: LogHandler {
    enum Format: String, CaseIterable {
        case logfmt
        case json
    }

    var logLevel = Logger.Level.notice
    var metadata: Logger.Metadata = [:]
    let format: Format

    init(format: Format) {
        self.format = format
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        var object = JSONObject([
            ("time", .string(RFC3339.text(Clock.now()))),
            ("level", .string(event.level.rawValue)), ("message", .string("\(event.message)")),
        ])
        let all = metadata.merging(event.metadata ?? [:]) { $1 }
        for (key, value) in all.sorted(by: { $0.key < $1.key }) { object.set(key, .string("\(value)")) }
        switch format {
        case .json: StandardStream.error.write(line: JSONValue.object(object).json)
        case .logfmt:
            StandardStream.error.write(
                line: object.members.map { "\($0.name)=\(Self.field($0.value.string ?? ""))" }
                    .joined(separator: " "))
        }
    }

    /// In quotes where it would end early without.
    private static func field(_ text: String) -> String {
        let isPlain = !text.isEmpty && text.utf8.allSatisfy { byte in
            byte > 0x20 && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "=") && byte != 0x7F
        }
        return isPlain ? text : JSONValue.string(text).json
    }
}
