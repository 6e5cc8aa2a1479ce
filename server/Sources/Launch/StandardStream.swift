import Glibc

/// Where people and programs read what `martlet` says.
public enum StandardStream: Int32, Sendable {
    case output = 1
    case error = 2

    /// Writes a line, at once. A reader that is gone is no failure of ours.
    public func write(line: String) {
        _ = write("\(line)\n")
    }

    /// Writes a text; whether there is still a reader.
    public func write(_ text: String) -> Bool {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            // Safe: at most as many bytes as there are in the buffer are read from it.
            let count = rest.withUnsafeBytes { Glibc.write(rawValue, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }
}
