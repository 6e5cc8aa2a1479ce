/// Why bytes are not JSON, and where.
public struct JSONError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What is wrong.
    public enum Reason: String, Sendable {
        case unexpectedEnd = "the text ends too early"
        case unexpectedByte = "this byte cannot be here"
        case trailingBytes = "something follows the value"
        case tooDeep = "arrays and objects are nested too deeply"
        case invalidNumber = "this is not a number as JSON writes it"
        case invalidEscape = "this is not an escape that JSON has"
        case controlCharacter = "a control character in a string must be escaped"
        case invalidUTF8 = "these bytes are not UTF-8"
    }

    public var reason: Reason
    /// How many bytes come before the place.
    public var offset: Int

    public init(_ reason: Reason, offset: Int) {
        self.reason = reason
        self.offset = offset
    }

    public var description: String { "\(reason.rawValue) (byte \(offset))" }
}
