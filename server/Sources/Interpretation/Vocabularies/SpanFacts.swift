import JSON
import Model

/// What a span says of itself in attributes and events, for vocabularies to read.
///
/// What a vocabulary takes is marked, so that the meaning lists no attribute twice.
struct SpanFacts {
    let span: Span
    let attributes: JSONObject
    let resource: JSONObject
    let events: [SpanFact.Event]
    let scopeVersion: String
    let statusMessage: String
    /// It was sent by another program, and not recorded in a journal.
    let isReceived: Bool
    private var taken: Set<String> = []

    init(_ evidence: Evidence, span: Span) {
        self.span = span
        attributes = evidence.attributes
        resource =
            span.process?.resource.flatMap { JSONValue(salvaging: Array($0.utf8))?.object }
            ?? JSONObject()
        events = evidence.events.map(SpanFact.Event.init)
        isReceived = span.process?.resource != nil
        scopeVersion = evidence.received?["scope_version"]?.string ?? ""
        statusMessage = evidence.received?["status_message"]?.string ?? ""
    }

    /// Attributes that no vocabulary has taken.
    var rest: [Meaning.Parameter] { attributes.parameters(except: taken) }

    /// The first of these attributes that is there, without marking it.
    func peek(_ names: String...) -> JSONValue? { first(names)?.value }

    /// The first of these attributes that is there.
    mutating func take(_ names: String...) -> JSONValue? { take(names) }

    /// The first of these that is a text with something in it.
    mutating func text(_ names: String...) -> String? {
        guard let value = take(names)?.text, !value.isEmpty else { return nil }
        return value
    }

    /// The first of these that is a whole number, which some senders write as a text.
    mutating func count(_ names: String...) -> Int? {
        let value = take(names)
        return (value?.int ?? value?.string.flatMap { Int($0) }).flatMap { $0 >= 0 ? $0 : nil }
    }

    /// The first of these; where it is a text that holds JSON, what that holds.
    mutating func structure(_ names: String...) -> JSONValue? { take(names)?.unpacked }

    /// All attributes whose names begin so, without that beginning.
    mutating func members(_ prefix: String) -> [JSONObject.Member] {
        var found: [JSONObject.Member] = []
        for member in attributes.members
        where member.name.hasPrefix(prefix) && !taken.contains(member.name) {
            taken.insert(member.name)
            found.append((String(member.name.dropFirst(prefix.count)), member.value))
        }
        return found
    }

    /// Whether there is an attribute whose name begins so.
    func hasMembers(_ prefix: String) -> Bool {
        attributes.members.contains { $0.name.hasPrefix(prefix) }
    }

    private mutating func take(_ names: [String]) -> JSONValue? {
        guard let found = first(names) else { return nil }
        taken.insert(found.name)
        return found.value
    }

    private func first(_ names: [String]) -> JSONObject.Member? {
        for name in names {
            if let value = attributes[name], !value.isNull { return (name, value) }
        }
        return nil
    }
}

/// The pieces of ``SpanFacts``.
enum SpanFact {
    /// Something that happened during the span.
    struct Event {
        let name: String
        let attributes: JSONObject

        init(_ value: JSONValue) {
            name = value["name"]?.string ?? ""
            attributes = value["attributes"]?.object ?? JSONObject()
        }
    }
}

extension JSONValue {
    /// A text; of a number or a truth, its text.
    var text: String? {
        switch self {
        case .string(let text): text
        case .number(let number): number.text
        case .bool(let value): value ? "true" : "false"
        case .null, .array, .object: nil
        }
    }

    /// What a text holds that is a JSON object or array; anything else as it is.
    var unpacked: JSONValue {
        guard let text = string, let first = text.utf8.first(where: { $0 > 0x20 }),
            first == UInt8(ascii: "{") || first == UInt8(ascii: "["),
            let value = try? JSONValue(parsing: Array(text.utf8))
        else { return self }
        return value
    }

    /// The texts of an array, or of a text that holds one; of another text, that text.
    var texts: [String] {
        switch unpacked {
        case .array(let elements): elements.compactMap(\.text)
        case .string(let text): text.isEmpty ? [] : [text]
        default: []
        }
    }
}
