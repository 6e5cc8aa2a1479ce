import Glibc
import Store

/// The directory that holds the segments.
struct JournalDirectory: Sendable {
    let path: String

    /// The names of all segments, in no order.
    func segmentNames() throws(DirectoryError) -> [String] {
        guard let directory = opendir(path) else {
            // Nothing was recorded yet.
            if errno == ENOENT { return [] }
            throw DirectoryError(code: errno)
        }
        defer { closedir(directory) }
        var names: [String] = []
        while true {
            errno = 0
            guard let entry = readdir(directory) else {
                guard errno == 0 else { throw DirectoryError(code: errno) }
                return names
            }
            // Safe: the entry is good until the next call, and its name ends with a zero.
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name.hasSuffix(".journal") { names.append(name) }
        }
    }

    func path(of name: String) -> String { "\(path)/\(name)" }

    /// Removes a segment; that it is not there is no failure.
    func remove(_ name: String) throws(DirectoryError) {
        guard unlink(path(of: name)) == 0 || errno == ENOENT else {
            throw DirectoryError(code: errno)
        }
    }
}

/// What the system said of the directory.
struct DirectoryError: Error, CustomStringConvertible {
    var code: Int32
    var description: String { systemMessage(code) }
}
