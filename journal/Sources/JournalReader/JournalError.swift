/// Why a segment, or the rest of it, cannot be read.
public enum JournalError: Error, Sendable, Equatable {
    /// The file could not be opened or read; the number is the system's `errno`.
    case system(operation: String, path: String, code: Int32)
    /// The file does not start as a segment does.
    case notASegment(path: String)
    /// The file was written by a later major version of the format.
    case unknownVersion(path: String, major: Int, minor: Int)
    /// A record that cannot be: what lies behind it is lost.
    case damaged(path: String, offset: UInt64, reason: String)
}

extension JournalError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .system(let operation, let path, let code):
            return "cannot \(operation) \(path): error \(code)"
        case .notASegment(let path):
            return "\(path) is not a journal segment"
        case .unknownVersion(let path, let major, let minor):
            return "\(path) has format \(major).\(minor), which this version cannot read"
        case .damaged(let path, let offset, let reason):
            return "\(path) is damaged at byte \(offset): \(reason)"
        }
    }
}
