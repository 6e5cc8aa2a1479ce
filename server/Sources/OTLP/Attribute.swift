/// A name with its value: OTLP's `KeyValue`.
public struct Attribute: Sendable, Equatable {
    public var key: String
    public var value: AttributeValue

    public init(_ key: String, _ value: AttributeValue) {
        self.key = key
        self.value = value
    }
}

extension [Attribute] {
    /// The value of that name; of a name that comes twice, the last.
    public subscript(key: String) -> AttributeValue? {
        last { $0.key == key }?.value
    }
}
