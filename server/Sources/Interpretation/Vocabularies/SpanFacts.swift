import JSON
import Model

/// What a span says of itself in attributes and events, for vocabularies to read.
///
/// What a vocabulary takes is marked, so that the meaning lists no attribute twice.
struct SpanFacts {
    /// Of the span; without all the rest of it, which would be copied.
    let scope: String
    let startTime: Int64
    let status: SpanStatus
    let attributes: JSONObject
    let resource: JSONObject
    let events: [SpanFact.Event]
    let scopeVersion: String
    let statusMessage: String
    /// It was sent by another program, and not recorded in a journal.
    let isReceived: Bool
    /// Nobody wants what is only shown on the span's own page; see ``Interpretation/outline(_:payloads:)``.
    let isOutline: Bool
    private var taken = PositionSet()

    init(_ evidence: Evidence, span: Span, isOutline: Bool) {
        scope = span.scope
        startTime = span.startTime
        status = span.status
        self.isOutline = isOutline
        attributes = evidence.attributes
        let resource = span.process?.resource
        self.resource =
            isOutline ? JSONObject() : resource.flatMap { JSONValue(salvaging: Array($0.utf8))?.object } ?? JSONObject()
        events = evidence.events.map(SpanFact.Event.init)
        isReceived = resource != nil
        scopeVersion = evidence.received?["scope_version"]?.string ?? ""
        statusMessage = evidence.received?["status_message"]?.string ?? ""
    }

    /// Attributes that no vocabulary has taken.
    var rest: [Meaning.Parameter] {
        guard !isOutline else { return [] }
        return attributes.members.enumerated().compactMap { position, member in
            taken.contains(position) ? nil : Meaning.Parameter(name: member.name, json: member.value.json)
        }
    }

    /// The first of these attributes that is there, without marking it.
    func peek(_ name: String, _ second: String? = nil) -> JSONValue? {
        first(name, second, nil, nil).map { attributes.members[$0].value }
    }

    /// The first of these attributes that is there.
    mutating func take(
        _ name: String, _ second: String? = nil, _ third: String? = nil, _ fourth: String? = nil
    ) -> JSONValue? {
        guard let position = first(name, second, third, fourth) else { return nil }
        taken.insert(position)
        return attributes.members[position].value
    }

    /// The first of these that is a text with something in it.
    mutating func text(
        _ name: String, _ second: String? = nil, _ third: String? = nil, _ fourth: String? = nil
    ) -> String? {
        guard let value = take(name, second, third, fourth)?.text, !value.isEmpty else { return nil }
        return value
    }

    /// The first of these that is a whole number, which some senders write as a text.
    mutating func count(_ name: String, _ second: String? = nil, _ third: String? = nil) -> Int? {
        guard let value = take(name, second, third) else { return nil }
        return (value.int ?? value.string.flatMap { Int($0) }).flatMap { $0 >= 0 ? $0 : nil }
    }

    /// The first of these; where it is a text that holds JSON, what that holds.
    mutating func structure(_ name: String, _ second: String? = nil) -> JSONValue? { take(name, second)?.unpacked }

    /// All attributes whose names begin so, without that beginning.
    mutating func members(_ prefix: String) -> [JSONObject.Member] {
        guard mayHaveMembers(prefix) else { return [] }
        var found: [JSONObject.Member] = []
        // By position: a member that is copied is counted.
        for position in attributes.members.indices
        where attributes.members[position].name.hasPrefix(prefix) && !taken.contains(position) {
            taken.insert(position)
            // Not by characters, which are to be found first: a prefix is ASCII.
            let name = String(decoding: attributes.members[position].name.utf8.dropFirst(prefix.utf8.count), as: UTF8.self)
            found.append((name, attributes.members[position].value))
        }
        return found
    }

    /// `false` if there is no attribute whose name begins so: seen at once, where a search for each name would not find any.
    func mayHaveMembers(_ prefix: String) -> Bool { attributes.mayHaveNames(beginningWith: prefix) }

    /// Whether there is an attribute whose name begins so.
    func hasMembers(_ prefix: String) -> Bool {
        mayHaveMembers(prefix) && attributes.members.contains { $0.name.hasPrefix(prefix) }
    }

    /// No array of names is made: most that are asked for are not there, and there are many.
    private func first(_ name: String, _ second: String?, _ third: String?, _ fourth: String?) -> Int? {
        if let position = position(of: name) { return position }
        if let second, let position = position(of: second) { return position }
        if let third, let position = position(of: third) { return position }
        if let fourth, let position = position(of: fourth) { return position }
        return nil
    }

    private func position(of name: String) -> Int? {
        guard let position = attributes.position(of: name), !attributes.members[position].value.isNull else { return nil }
        return position
    }
}

/// The pieces of ``SpanFacts``.
enum SpanFact {
    /// Something that happened during the span.
    struct Event {
        let name: String
        let attributes: JSONObject

        /// What a log record has beside its attributes, `null` if it has nothing there; `nil` if this is no log record.
        let body: JSONValue?

        init(_ value: JSONValue) {
            name = value["name"]?.string ?? ""
            attributes = value["attributes"]?.object ?? JSONObject()
            // In an attribute, where a log record was handed on as an event.
            body = value["body"] ?? attributes["body"]
        }

        /// It says of an exception what it was.
        var isException: Bool {
            name == "exception" || body != nil && (attributes["exception.type"] != nil || attributes["exception.message"] != nil)
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
            let value = try? JSONValue(parsing: text)
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
