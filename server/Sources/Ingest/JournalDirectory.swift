import Glibc
import JournalReader
import Store

/// The directory that holds the segments.
struct JournalDirectory: Sendable {
    let path: String

    /// The names of all segments, in no order.
    func segmentNames() throws(DirectoryError) -> [String] {
        try names(endingWith: ".journal")
    }

    private func names(endingWith ending: String) throws(DirectoryError) -> [String] {
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
            if name.hasSuffix(ending) { names.append(name) }
        }
    }

    func path(of name: String) -> String { "\(path)/\(name)" }

    /// Whether only this machine's kernel can write there.
    var isLocal: Bool { ProcessLiveness.isLocal(path) }

    /// Damaged segments that are kept.
    private static let damagedLimit = 16

    /// Gives a damaged segment a name under which it does not count against the journal's quota any
    /// more; of those that have such a name, the oldest go.
    func setAside(_ name: String) throws(DirectoryError) {
        let new = path(of: "\(name).damaged")
        guard rename(path(of: name), new) == 0 || errno == ENOENT else {
            throw DirectoryError(code: errno)
        }
        let damaged = try names(endingWith: ".damaged").map { name in
            var status = stat()
            let isThere = stat(path(of: name), &status) == 0
            return (name: name, time: isThere ? status.st_mtim.tv_sec : 0)
        }.sorted { ($0.time, $0.name) > ($1.time, $1.name) }
        for file in damaged.dropFirst(Self.damagedLimit) where "\(file.name)" != "\(name).damaged" {
            try remove(file.name)
        }
    }

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
