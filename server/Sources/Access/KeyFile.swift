import Glibc
import JSON

/// The keys of a state directory, in a file of their own that only its owner can read.
///
/// It is not in the database: what reads that, such as a query in SQL, sees no key. Each change
/// writes a new file in place of the old one, so that a reader always finds a whole one.
public struct KeyFile: Sendable {
    public let path: String
    /// Nobody has a file of keys that is longer.
    private static let greatestSize = 4 << 20

    public init(path: String) {
        self.path = path
    }

    /// All keys, the oldest first; none if there is no file.
    public func keys() throws(KeyFileError) -> [AccessKey] {
        guard let bytes = try read() else { return [] }
        guard let value = try? JSONValue(parsing: bytes), let elements = value["keys"]?.array else {
            throw .damaged(path: path)
        }
        var keys: [AccessKey] = []
        for element in elements {
            guard let key = AccessKey(json: element) else { throw .damaged(path: path) }
            keys.append(key)
        }
        return keys
    }

    /// Adds one.
    public func add(_ key: AccessKey) throws(KeyFileError) {
        try change { $0.append(key) }
    }

    /// Takes one away; whether there was one of that id.
    public func remove(id: String) throws(KeyFileError) -> Bool {
        var isFound = false
        try change { keys in
            isFound = keys.contains { $0.id == id }
            keys.removeAll { $0.id == id }
        }
        return isFound
    }

    /// Changes when the file does; `nil` while there is none.
    func mark() -> Mark? {
        var status = stat()
        // Safe: the call writes into the structure alone, which lives through it.
        guard stat(path, &status) == 0 else { return nil }
        return Mark(
            inode: UInt64(status.st_ino), size: Int64(status.st_size),
            seconds: Int64(status.st_mtim.tv_sec), nanoseconds: Int64(status.st_mtim.tv_nsec))
    }

    /// What is different in another file.
    struct Mark: Equatable {
        var inode: UInt64
        var size: Int64
        var seconds: Int64
        var nanoseconds: Int64
    }

    /// Two commands that run at the same time would lose one's change without the lock.
    private func change(_ body: (inout [AccessKey]) -> Void) throws(KeyFileError) {
        let lock = open("\(path).lock", O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard lock >= 0, flock(lock, LOCK_EX) == 0 else {
            throw .system(operation: "lock", path: path, code: errno)
        }
        defer { close(lock) }
        var keys = try keys()
        body(&keys)
        let value: JSONValue = ["version": 1, "keys": .array(keys.map(\.json))]
        try write(Array((value.json + "\n").utf8))
    }

    private func read() throws(KeyFileError) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            guard errno != ENOENT else { return nil }
            throw .system(operation: "read", path: path, code: errno)
        }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while bytes.count <= Self.greatestSize {
            // Safe: at most as many bytes as the buffer has are written into it.
            let count = buffer.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
            guard count >= 0 else { throw .system(operation: "read", path: path, code: errno) }
            if count == 0 { return bytes }
            bytes += buffer[..<count]
        }
        throw .damaged(path: path)
    }

    private func write(_ bytes: [UInt8]) throws(KeyFileError) {
        let fresh = "\(path).new"
        let descriptor = open(fresh, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw .system(operation: "write", path: fresh, code: errno) }
        // Safe: exactly the bytes of the array are read from it.
        let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
        let isWritten = count == bytes.count && fsync(descriptor) == 0
        let code = errno
        close(descriptor)
        guard isWritten else { throw .system(operation: "write", path: fresh, code: code) }
        guard rename(fresh, path) == 0 else {
            throw .system(operation: "write", path: path, code: errno)
        }
    }
}

/// Why the keys cannot be read or changed.
public enum KeyFileError: Error, Equatable, CustomStringConvertible {
    /// The number is the system's `errno`.
    case system(operation: String, path: String, code: Int32)
    /// It is not what this program writes.
    case damaged(path: String)

    public var description: String {
        switch self {
        case .system(let operation, let path, let code):
            // Safe: glibc keeps the text in the calling thread's own storage, and it is copied.
            "cannot \(operation) \(path): \(String(cString: strerror(code)))"
        case .damaged(let path): "\(path) is not a file of keys that this version can read"
        }
    }
}
