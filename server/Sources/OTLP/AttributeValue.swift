/// The value of an attribute, with the type that it was sent with: OTLP's `AnyValue`.
public enum AttributeValue: Sendable, Equatable {
    /// Sent without a value.
    case empty
    case string(String)
    case bool(Bool)
    case int(Int64)
    case double(Double)
    case bytes([UInt8])
    case array([AttributeValue])
    case map([Attribute])
}

extension AttributeValue {
    /// The text, if this is one.
    public var string: String? {
        if case .string(let text) = self { text } else { nil }
    }
}
