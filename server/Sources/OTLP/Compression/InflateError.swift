/// Why a compressed body cannot be used.
public enum InflateError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The bytes are not of that format, or damaged.
    case invalid(format: String, reason: String)
    /// They end before the compressed data does.
    case truncated
    /// More comes out than is allowed.
    case tooLarge(limit: Int)
    /// zlib has no memory.
    case outOfMemory

    public var description: String {
        switch self {
        case .invalid(let format, let reason): "the body is not valid \(format): \(reason)"
        case .truncated: "the compressed body ends too early"
        case .tooLarge(let limit): "the body has more than \(limit) bytes when it is unpacked"
        case .outOfMemory: "there is no memory to unpack the body"
        }
    }
}
