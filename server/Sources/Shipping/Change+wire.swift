import FoundationEssentials
import JSON
import Model
import Store

extension Change {
    var wire: JSONValue {
        switch self {
        case .description(let description): description.wire
        case .start(let start): start.wire
        case .end(let end):
            [
                "type": "end", "span": .string(end.span.hex), "time": .wide(end.time),
                "status": .string(end.status.rawValue),
            ]
        case .payload(let fragment): fragment.wire
        }
    }

    init(wire value: JSONValue, place: String) throws(WireError) {
        let fields = try FieldReader(value, place)
        switch try fields.text("type") {
        case "description": self = .description(try ProcessDescription(fields))
        case "start": self = .start(try SpanStart(fields))
        case "end":
            self = .end(
                SpanEnd(
                    span: try fields.span("span"), time: try fields.number("time"),
                    status: try fields.word("status", SpanStatus.allCases.map { ($0.rawValue, $0) })))
        case "payload": self = .payload(try PayloadFragment(fields))
        default: throw fields.wrong("type", "description, start, end or payload")
        }
    }
}

extension ProcessDescription {
    fileprivate var wire: JSONValue {
        var object = JSONObject([("type", "description")])
        func set(_ name: String, _ text: String?) { if let text { object.set(name, .string(text)) } }
        set("executable", executable)
        set("program", program)
        set("runtime", runtime)
        set("recorder", recorder)
        set("host", host)
        set("service", service)
        return .object(object)
    }

    fileprivate init(_ fields: FieldReader) throws(WireError) {
        self.init(
            executable: try fields.optionalText("executable"), program: try fields.optionalText("program"),
            runtime: try fields.optionalText("runtime"), recorder: try fields.optionalText("recorder"),
            host: try fields.optionalText("host"), service: try fields.optionalText("service"))
    }
}

extension Change.SpanStart {
    fileprivate var wire: JSONValue {
        var object = JSONObject([
            ("type", "start"), ("span", .string(span.hex)), ("trace", .string(trace.hex)),
            ("time", .wide(time)), ("name", .string(name)), ("kind", .number(JSONNumber(kind.rawValue))),
        ])
        if let parent { object.set("parent", .string(parent.hex)) }
        if !scope.isEmpty { object.set("scope", .string(scope)) }
        if threadID != 0 { object.set("thread", .number(JSONNumber(threadID))) }
        return .object(object)
    }

    fileprivate init(_ fields: FieldReader) throws(WireError) {
        guard let trace = TraceID(hex: try fields.text("trace")) else {
            throw fields.wrong("trace", "32 hexadecimal digits")
        }
        guard let kind = SpanKind(rawValue: try fields.number("kind")) else {
            throw fields.wrong("kind", "from 1 to 5")
        }
        self.init(
            span: try fields.span("span"), trace: trace,
            parent: fields.value("parent") == nil ? nil : try fields.span("parent"),
            time: try fields.number("time"), name: try fields.text("name"),
            scope: try fields.optionalText("scope") ?? "", kind: kind,
            threadID: try fields.optionalNumber("thread") ?? 0)
    }
}

extension Change.PayloadFragment {
    private static let mediaTypes: [(String, Payload.MediaType)] = [
        ("json", .json), ("text", .text), ("bytes", .bytes),
    ]

    /// Bytes that are a text are sent as one, which packs better.
    fileprivate var wire: JSONValue {
        var object = JSONObject([
            ("type", "payload"), ("span", .string(span.hex)), ("number", .wide(number)),
            ("key", .string(key)),
            ("media_type", .string(Self.mediaTypes.first { $0.1 == mediaType }?.0 ?? "bytes")),
            ("time", .wide(time)), ("total", .wide(totalLength)), ("offset", .wide(offset)),
        ])
        if isCut { object.set("is_cut", true) }
        if let text = String(validating: bytes, as: UTF8.self) {
            object.set("text", .string(text))
        } else {
            object.set("base64", .string(Data(bytes).base64EncodedString()))
        }
        return .object(object)
    }

    fileprivate init(_ fields: FieldReader) throws(WireError) {
        let bytes: [UInt8]
        if let text = try fields.optionalText("text") {
            bytes = Array(text.utf8)
        } else {
            guard let data = Data(base64Encoded: try fields.text("base64")) else {
                throw fields.wrong("base64", "in base64")
            }
            bytes = Array(data)
        }
        self.init(
            span: try fields.span("span"), number: try fields.number("number"),
            key: try fields.text("key"), mediaType: try fields.word("media_type", Self.mediaTypes),
            time: try fields.number("time"), isCut: try fields.bool("is_cut"),
            totalLength: try fields.number("total"), offset: try fields.number("offset"), bytes: bytes)
    }
}

extension FieldReader {
    fileprivate func span(_ name: String) throws(WireError) -> SpanID {
        guard let span = SpanID(hex: try text(name)) else { throw wrong(name, "16 hexadecimal digits") }
        return span
    }
}
