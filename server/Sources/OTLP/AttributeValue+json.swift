import JSON

extension AttributeValue {
    /// As plain JSON. A whole number has no fraction and a fractional one always has one or an
    /// exponent, so that the two stay apart; what JSON has no form for is a text, as in protobuf's
    /// JSON, and bytes are `{"base64": ...}`.
    public var json: JSONValue {
        switch self {
        case .empty: .null
        case .string(let text): .string(text)
        case .bool(let value): .bool(value)
        case .int(let value): .number(JSONNumber(value))
        case .double(let value):
            JSONNumber(value).map(JSONValue.number)
                ?? .string(value.isNaN ? "NaN" : value < 0 ? "-Infinity" : "Infinity")
        case .bytes(let bytes): ["base64": .string(Base64.encode(bytes))]
        case .array(let elements): .array(elements.map(\.json))
        case .map(let members): .object(members.json)
        }
    }
}

extension [Attribute] {
    /// As a JSON object; of a name that comes twice, the last value.
    public var json: JSONObject {
        // Not by the initializer for any sequence, whose calls would go through tables.
        var object = JSONObject(expectedCount: count)
        for attribute in self { object.set(attribute.key, attribute.value.json) }
        return object
    }
}
