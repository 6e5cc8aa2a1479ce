import JSON
import Model
import Store

/// Spans as a request of OTLP, in JSON.
///
/// What was received is given as it came. What a journal recorded gets the names of
/// OpenTelemetry's conventions.
package enum OTLPExport {
    /// One request with these spans.
    package static func request(_ spans: [RecordedSpan]) -> JSONValue {
        var groups: [(resource: [JSONValue], scope: JSONObject, spans: [JSONValue])] = []
        for recorded in spans {
            let resource = resource(recorded.span)
            let scope = scope(recorded)
            let span = span(recorded)
            if let last = groups.indices.last, groups[last].resource == resource, groups[last].scope == scope {
                groups[last].spans.append(span)
            } else {
                groups.append((resource, scope, [span]))
            }
        }
        return [
            "resourceSpans": .array(
                groups.map { group in
                    var spans = group.scope
                    spans.set("spans", .array(group.spans))
                    return ["resource": ["attributes": .array(group.resource)], "scopeSpans": [.object(spans)]]
                })
        ]
    }

    private static func resource(_ span: Span) -> [JSONValue] {
        guard let process = span.process else { return [] }
        if let resource = process.resource {
            return attributes(JSONValue(salvaging: Array(resource.utf8))?.object ?? JSONObject())
        }
        var object = JSONObject()
        func set(_ name: String, _ text: String?) { if let text { object.set(name, .string(text)) } }
        set("service.name", process.service ?? process.program ?? "unknown_service")
        set("host.name", process.host)
        if process.processID != 0 { object.set("process.pid", .integer(process.processID)) }
        set("process.command", process.program)
        set("process.executable.path", process.executable)
        set("process.runtime.description", process.runtime)
        set("telemetry.sdk.name", "martlet")
        return attributes(object)
    }

    /// What stands beside spans of one scope.
    private static func scope(_ recorded: RecordedSpan) -> JSONObject {
        let rest = recorded.member("otlp")
        var scope = JSONObject([("name", .string(recorded.span.scope))])
        if let version = rest["scope_version"] { scope.set("version", version) }
        if let found = rest["scope_attributes"]?.object { scope.set("attributes", .array(attributes(found))) }
        var object = JSONObject([("scope", .object(scope))])
        if let url = rest["scope_schema_url"] { object.set("schemaUrl", url) }
        return object
    }

    private static func span(_ recorded: RecordedSpan) -> JSONValue {
        let span = recorded.span
        let rest = recorded.member("otlp")
        var object = JSONObject([
            ("traceId", .string(span.traceID.hex)), ("spanId", .string(span.id.hex)),
            ("name", .string(span.name)), ("kind", .integer(span.kind.rawValue)),
            ("startTimeUnixNano", .string(String(span.startTime))),
        ])
        if let parent = span.parentID { object.set("parentSpanId", .string(parent.hex)) }
        // One that runs has no end, which OTLP has no word for.
        if let end = span.endTime { object.set("endTimeUnixNano", .string(String(end))) }
        object.set("attributes", .array(attributes(recorded.attributes)))
        let events = recorded.elements("events").map { event in
            listed(event, [("timeUnixNano", event["time_unix_nano"] ?? "0"), ("name", event["name"] ?? "")])
        }
            + recorded.logs.map { log in
                listed(log, [("timeUnixNano", log["time_unix_nano"] ?? "0"), ("name", log["name"] ?? "")])
            }
        if !events.isEmpty { object.set("events", .array(events)) }
        let links = recorded.elements("links").map { link in
            listed(link, [("traceId", link["trace_id"] ?? ""), ("spanId", link["span_id"] ?? "")])
        }
        if !links.isEmpty { object.set("links", .array(links)) }
        if let state = rest["trace_state"] { object.set("traceState", state) }
        if let flags = rest["flags"] { object.set("flags", flags) }
        if let dropped = rest["dropped_attributes"] { object.set("droppedAttributesCount", dropped) }
        if let dropped = rest["dropped_events"] { object.set("droppedEventsCount", dropped) }
        if let dropped = rest["dropped_links"] { object.set("droppedLinksCount", dropped) }
        object.set("status", status(span, rest))
        return .object(object)
    }

    private static func listed(_ value: JSONValue, _ members: [(String, JSONValue)]) -> JSONValue {
        var object = JSONObject(members)
        object.set("attributes", .array(attributes(value["attributes"]?.object ?? JSONObject())))
        if let state = value["trace_state"] { object.set("traceState", state) }
        if let dropped = value["dropped_attributes"] { object.set("droppedAttributesCount", dropped) }
        return .object(object)
    }

    private static func status(_ span: Span, _ rest: JSONObject) -> JSONValue {
        var object = JSONObject()
        let isError =
            switch span.status {
            case .error, .interrupted: true
            case .running, .ok, .cancelled, .abandoned: false
            }
        if isError { object.set("code", 2) } else if rest["status"] == "ok" { object.set("code", 1) }
        let reason = isError ? span.meaning?.error.map { JSONValue.string($0.message) } : nil
        if let message = rest["status_message"] ?? reason { object.set("message", message) }
        return .object(object)
    }

    private static func attributes(_ object: JSONObject) -> [JSONValue] {
        object.members.map { ["key": .string($0.name), "value": value($0.value)] }
    }

    /// A whole number is an integer and one with a fraction a double, as they were taken in.
    private static func value(_ value: JSONValue) -> JSONValue {
        switch value {
        case .null: [:]
        case .bool: ["boolValue": value]
        case .string: ["stringValue": value]
        case .number(let number):
            if let whole = Int64(number.text) {
                ["intValue": .string(String(whole))]
            } else {
                ["doubleValue": value]
            }
        case .array(let elements): ["arrayValue": ["values": .array(elements.map(Self.value))]]
        case .object(let object):
            if object.count == 1, let bytes = object["base64"], bytes.string != nil {
                ["bytesValue": bytes]
            } else {
                ["kvlistValue": ["values": .array(attributes(object))]]
            }
        }
    }
}

extension RecordedSpan {
    /// The payload of that key as an object; later ones add to earlier ones.
    fileprivate func member(_ key: String) -> JSONObject {
        var object = JSONObject()
        for payload in payloads where payload.key == key {
            for member in JSONValue(salvaging: payload.bytes)?.object?.members ?? [] {
                object.set(member.name, member.value)
            }
        }
        return object
    }

    /// Its log records as events, each with its body among its attributes.
    fileprivate var logs: [JSONValue] {
        payloads.filter { $0.key == "log" }.compactMap { payload in
            guard var log = JSONValue(salvaging: payload.bytes)?.object else { return nil }
            var attributes = log["attributes"]?.object ?? JSONObject()
            attributes.set("body", log["body"] ?? .null)
            log.set("attributes", .object(attributes))
            return .object(log)
        }
    }

    fileprivate func elements(_ key: String) -> [JSONValue] {
        payloads.filter { $0.key == key }.flatMap { JSONValue(salvaging: $0.bytes)?.array ?? [] }
    }

    /// The attributes that it has; if a journal recorded it, also what it means.
    fileprivate var attributes: JSONObject {
        var object = member("attributes")
        guard span.process?.resource == nil, let meaning = span.meaning else { return object }
        for member in meaning.conventions.members where object[member.name] == nil {
            object.set(member.name, member.value)
        }
        for payload in payloads where ["arguments", "result"].contains(payload.key) {
            object.set("martlet.\(payload.key)", .string(String(decoding: payload.bytes, as: UTF8.self)))
        }
        switch span.status {
        case .cancelled, .abandoned, .interrupted: object.set("martlet.status", .string(span.status.rawValue))
        case .running, .ok, .error: break
        }
        return object
    }
}
