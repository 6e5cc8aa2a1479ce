import JSON
import Store

extension ProcessDescription {
    /// From the JSON object of a process record; what is missing or no text is `nil`.
    init(json: [UInt8]) {
        let object = JSONValue(salvaging: json)
        func text(_ name: String) -> String? { object?[name]?.string }
        let runtime = [text("implementation"), text("version")].compactMap(\.self)
        self.init(
            executable: text("executable"), program: text("program"),
            runtime: runtime.isEmpty ? nil : runtime.joined(separator: " "),
            recorder: text("martlet"), host: text("host"), service: text("service"))
    }
}
