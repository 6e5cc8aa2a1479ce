/// A number as it was written, so that no digit of a long one is lost.
public struct JSONNumber: Sendable, Hashable {
    /// Valid JSON, such as `-12.50e3`.
    public let text: String

    /// The caller has checked that `text` is a JSON number.
    init(checked text: String) {
        self.text = text
    }

    public init(_ value: some FixedWidthInteger) {
        text = String(value)
    }

    /// `nil` for an infinity or NaN, which JSON cannot write.
    public init?(_ value: Double) {
        guard value.isFinite else { return nil }
        text = String(describing: value)
    }

    /// The value, if it is whole and fits; it may be written as a fraction (`12.0`, `1.2e1`).
    public var int: Int? {
        if let value = Int(text) { return value }
        // Not `Int(exactly:)`, which needs the mathematics library.
        guard let double, double >= -0x1p63, double < 0x1p63 else { return nil }
        let value = Int(double)
        return Double(value) == double ? value : nil
    }

    /// The nearest double; `nil` if it is too large for one.
    public var double: Double? {
        guard let value = Double(text), value.isFinite else { return nil }
        return value
    }
}
