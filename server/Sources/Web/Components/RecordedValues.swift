import JSON
import Model

/// What a traced function was given, what it gave and what it yielded: as values, not as payloads.
struct RecordedValues {
    let text: RecordedText
    /// Items beyond these are left out.
    static let itemLimit = 50

    /// Whether these payloads are shown as values.
    static func has(_ payloads: [Payload]) -> Bool {
        payloads.contains { ["arguments", "item", "result"].contains($0.key) }
    }

    func html(_ payloads: [Payload]) -> HTML? {
        guard Self.has(payloads) else { return nil }
        let items = payloads.filter { $0.key == "item" }
        return .build {
            for payload in payloads where payload.key == "arguments" { arguments(payload) }
            if !items.isEmpty {
                Tag.h4 { Quantity.count(items.count, "item") }
                Tag.ol(.class("items")) {
                    for item in items.prefix(Self.itemLimit) { Tag.li { value(item) } }
                }
                if items.count > Self.itemLimit {
                    Tag.p(.class("omission")) { "… \(Quantity.count(items.count - Self.itemLimit)) more, not shown" }
                }
            }
            for payload in payloads where payload.key == "result" {
                Tag.h4 { "Result" }
                value(payload)
            }
        }
    }

    /// By name, where they have names.
    private func arguments(_ payload: Payload) -> HTML {
        guard let object = JSONValue(salvaging: payload.bytes)?.object else { return value(payload) }
        let parameters = object.members.map { Meaning.Parameter(name: $0.name, json: $0.value.json) }
        guard let table = ParameterTable(text: text).html("Arguments", parameters) else {
            return Tag.p(.class("nothing")) { "Called without arguments" }
        }
        return table
    }

    /// A text as it is, without quotes and escapes; anything else as JSON.
    private func value(_ payload: Payload) -> HTML {
        let raw = String(decoding: payload.bytes, as: UTF8.self)
        guard payload.mediaType == .json, let value = JSONValue(salvaging: payload.bytes) else { return text.prose(raw) }
        if let string = value.string { return text.prose(string) }
        return text.code(raw)
    }
}
