import JSON
import Model
import Store

extension Batch {
    /// As it is sent; `docs/reference/shipping.md` has the members.
    public var wire: JSONValue {
        var object = JSONObject([
            ("process", process.wire), ("segment", .wide(index)), ("from", .wide(from)),
            ("to", .wide(to)), ("state", .string(SegmentProgress.State.words.first { $0.1 == state }?.0 ?? "")),
        ])
        if let problem { object.set("problem", .string(problem)) }
        if endsProcess { object.set("ends_process", true) }
        object.set("changes", .array(changes.map(\.wire)))
        return .object(object)
    }

    /// Reads what ``wire`` wrote, or anybody else.
    public init(wire value: JSONValue?, place: String) throws(WireError) {
        let fields = try FieldReader(value, place)
        var changes: [Change] = []
        for (number, change) in try fields.elements("changes").enumerated() {
            changes.append(try Change(wire: change, place: "\(place).changes[\(number)]"))
        }
        self.init(
            process: try ProcessFacts(wire: fields.value("process"), place: "\(place).process"),
            index: try fields.number("segment"), from: try fields.number("from"),
            to: try fields.number("to"), state: try fields.word("state", SegmentProgress.State.words),
            problem: try fields.optionalText("problem"), changes: changes,
            endsProcess: try fields.bool("ends_process"))
        guard from <= to, to <= UInt64(Int64.max) else {
            throw WireError(place, "it must go forward: from \(from) to \(to)")
        }
    }
}

extension SegmentProgress.State {
    static let words: [(String, Self)] = [
        ("reading", .reading), ("finished", .finished), ("damaged", .damaged), ("missing", .missing),
    ]
}

extension SegmentProgress {
    /// As it is answered.
    public var wire: JSONValue {
        [
            "process": .string(process.hex), "segment": .wide(index), "position": .wide(position),
            "state": .string(State.words.first { $0.1 == state }?.0 ?? ""),
        ]
    }

    public init(wire value: JSONValue?, place: String) throws(WireError) {
        let fields = try FieldReader(value, place)
        self.init(
            process: try ProcessInstance(fields, "process"), index: try fields.number("segment"),
            position: try fields.number("position"), state: try fields.word("state", State.words))
    }
}

extension ProcessFacts {
    fileprivate var wire: JSONValue {
        [
            "instance": .string(instance.hex), "process_id": .number(JSONNumber(processID)),
            "parent_process_id": .number(JSONNumber(parentProcessID)), "start_time": .wide(startTime),
            "dropped_records": .wide(droppedRecords), "dropped_bytes": .wide(droppedBytes),
        ]
    }

    fileprivate init(wire value: JSONValue?, place: String) throws(WireError) {
        let fields = try FieldReader(value, place)
        self.init(
            instance: try ProcessInstance(fields, "instance"), processID: try fields.number("process_id"),
            parentProcessID: try fields.optionalNumber("parent_process_id") ?? 0,
            startTime: try fields.number("start_time"),
            droppedRecords: try fields.optionalNumber("dropped_records") ?? 0,
            droppedBytes: try fields.optionalNumber("dropped_bytes") ?? 0)
    }
}

extension ProcessInstance {
    /// 32 lower-case hexadecimal digits.
    public var hex: String { TraceID(high: high, low: low).hex }

    /// Reads what ``hex`` wrote; `nil` for anything else, and for all zeros.
    public init?(hex: String) {
        guard let id = TraceID(hex: hex) else { return nil }
        self.init(high: id.high, low: id.low)
    }

    fileprivate init(_ fields: FieldReader, _ name: String) throws(WireError) {
        guard let instance = ProcessInstance(hex: try fields.text(name)) else {
            throw fields.wrong(name, "32 hexadecimal digits")
        }
        self = instance
    }
}

extension JSONValue {
    /// 64 bits as a text, because many readers of JSON keep only 53 of them.
    static func wide(_ number: some FixedWidthInteger) -> JSONValue { .string(String(number)) }
}
