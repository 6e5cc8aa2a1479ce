import Glibc

/// Where people and programs read what `martlet` says.
public enum StandardStream: Int32, Sendable {
    case output = 1
    case error = 2

    /// Writes a line, at once. A reader that is gone is no failure of ours.
    public func write(line: String) {
        var rest = Array("\(line)\n".utf8)[...]
        while !rest.isEmpty {
            // Safe: at most as many bytes as there are in the buffer are read from it.
            let count = rest.withUnsafeBytes { Glibc.write(rawValue, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }
}
