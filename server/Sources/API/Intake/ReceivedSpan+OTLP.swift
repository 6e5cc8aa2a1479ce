import JSON
import Model
import OTLP
import Store

extension ReceivedSpan {
    /// The spans of a request as the store keeps them.
    static func all(in request: ExportTraceRequest) -> [ReceivedSpan] {
        var spans: [ReceivedSpan] = []
        spans.reserveCapacity(request.spanCount)
        for group in request.resources {
            let source = SpanSource(group.resource)
            for scopeSpans in group.scopes {
                spans += scopeSpans.spans.map { ReceivedSpan($0, scope: scopeSpans.scope, source: source) }
            }
        }
        return spans
    }

    private init(_ span: ExportedSpan, scope: Scope, source: SpanSource) {
        let attributes = span.attributes.json
        self.init(
            span: Span(
                id: span.id, traceID: span.traceID, parentID: span.parentID, name: span.name,
                scope: scope.name, kind: span.kind, startTime: span.startTime,
                endTime: span.endTime,
                status: span.endTime == nil ? .running : span.status.code == .error ? .error : .ok,
                threadID: UInt32(clamping: attributes["thread.id"]?.int ?? 0)),
            source: source, payloads: [])
        add("attributes", .object(attributes), at: span.startTime)
        if !span.events.isEmpty {
            add("events", .array(span.events.map(\.json)), at: span.endTime ?? span.startTime)
        }
        if !span.links.isEmpty { add("links", .array(span.links.map(\.json)), at: span.startTime) }
        let rest = span.rest(scope)
        if !rest.isEmpty { add("otlp", .object(rest), at: span.startTime) }
    }

    private mutating func add(_ key: String, _ value: JSONValue, at time: Int64) {
        payloads.append(
            Payload(key: key, mediaType: .json, time: time, bytes: value.jsonBytes))
    }
}

extension ExportedSpan {
    /// What the other payloads do not have: what is there alone.
    fileprivate func rest(_ scope: Scope) -> JSONObject {
        var rest = JSONObject()
        func set(_ name: String, _ text: String) { if !text.isEmpty { rest.set(name, .string(text)) } }
        func set(_ name: String, _ number: UInt32) { if number > 0 { rest.set(name, .integer(number)) } }
        set("scope_version", scope.version)
        if !scope.attributes.isEmpty { rest.set("scope_attributes", .object(scope.attributes.json)) }
        set("scope_schema_url", scope.schemaURL)
        if status.code != .unset { set("status", "\(status.code)") }
        set("status_message", status.message)
        set("trace_state", traceState)
        set("flags", flags)
        set("dropped_attributes", dropped.attributes)
        set("dropped_events", dropped.events)
        set("dropped_links", dropped.links)
        set("cut_values", dropped.cutValues)
        return rest
    }
}

extension SpanEvent {
    fileprivate var json: JSONValue {
        var object = JSONObject([("name", .string(name)), ("time_unix_nano", .string(String(time)))])
        object.set("attributes", .object(attributes.json))
        if droppedAttributes > 0 { object.set("dropped_attributes", .integer(droppedAttributes)) }
        return .object(object)
    }
}

extension SpanLink {
    fileprivate var json: JSONValue {
        var object = JSONObject([("trace_id", .string(traceID.hex)), ("span_id", .string(spanID.hex))])
        if !traceState.isEmpty { object.set("trace_state", .string(traceState)) }
        object.set("attributes", .object(attributes.json))
        if droppedAttributes > 0 { object.set("dropped_attributes", .integer(droppedAttributes)) }
        return .object(object)
    }
}

extension SpanSource {
    fileprivate convenience init(_ resource: Resource) {
        func text(_ name: String) -> String? {
            resource.attributes[name]?.string.flatMap { $0.isEmpty ? nil : $0 }
        }
        func joined(_ names: String...) -> String? {
            let texts = names.compactMap(text)
            return texts.isEmpty ? nil : texts.joined(separator: " ")
        }
        var processID: UInt32 = 0
        if case .int(let number)? = resource.attributes["process.pid"] {
            processID = UInt32(exactly: number) ?? 0
        }
        self.init(
            resource: JSONValue.object(resource.attributes.json).json, processID: processID,
            description: ProcessDescription(
                executable: text("process.executable.path") ?? text("process.executable.name"),
                program: text("process.command") ?? text("process.command_line"),
                runtime: joined("process.runtime.name", "process.runtime.version")
                    ?? text("telemetry.sdk.language"),
                recorder: joined("telemetry.sdk.name", "telemetry.sdk.version"),
                host: text("host.name"), service: text("service.name")))
    }
}
