import JSON

extension JSONValue {
    static func optional(_ text: String?) -> JSONValue { text.map(JSONValue.string) ?? .null }

    static func optional(_ number: (some FixedWidthInteger)?) -> JSONValue {
        number.map { .integer($0) } ?? .null
    }

    /// US dollars.
    static func amount(_ amount: Double?) -> JSONValue {
        amount.flatMap { JSONNumber($0) }.map(JSONValue.number) ?? .null
    }

    static func integer(_ number: some FixedWidthInteger) -> JSONValue {
        .number(JSONNumber(number))
    }
}

extension JSONObject {
    /// A time in two forms: `name` as RFC 3339, and `name_unix_nano` as a text of digits, as OTLP
    /// has it, because many readers of JSON keep only 53 bits of a number. Durations, which fit
    /// into those for 104 days, are numbers.
    mutating func set(time name: String, _ nanoseconds: Int64?) {
        set(name, .optional(nanoseconds.map(RFC3339.text)))
        set("\(name)_unix_nano", .optional(nanoseconds.map { String($0) }))
    }
}
