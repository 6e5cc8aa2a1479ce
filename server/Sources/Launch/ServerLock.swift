import Glibc

/// Held by the one server that follows a state directory. It ends with its process, however that
/// ends.
public struct ServerLock: ~Copyable {
    private let descriptor: Int32

    /// Takes the lock, or says who has it.
    public init(_ directory: StateDirectory) throws(Failure) {
        let path = directory.lock
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else {
            throw .system(StateDirectoryError(operation: "open", path: path, code: errno))
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let code = errno
            let holder = Self.holder(descriptor)
            close(descriptor)
            guard code == EWOULDBLOCK else {
                throw .system(StateDirectoryError(operation: "lock", path: path, code: code))
            }
            throw .taken(directory: directory.path, processID: holder)
        }
        self.descriptor = descriptor
        let line = "\(getpid())\n"
        ftruncate(descriptor, 0)
        // It is for people; the lock holds without it.
        _ = pwrite(descriptor, line, line.utf8.count, 0)
    }

    deinit {
        // Closing alone would leave it held by a child that was just forked and has not executed
        // its program yet: the lock belongs to the open file, which both have.
        flock(descriptor, LOCK_UN)
        close(descriptor)
    }

    /// Why the lock was not taken.
    public enum Failure: Error, Equatable, CustomStringConvertible {
        case taken(directory: String, processID: Int32?)
        case system(StateDirectoryError)

        public var description: String {
            switch self {
            case .taken(let directory, let processID):
                "another server follows \(directory) already"
                    + (processID.map { " (process \($0))" } ?? "")
            case .system(let error): error.description
            }
        }
    }

    private static func holder(_ descriptor: Int32) -> Int32? {
        var buffer = [UInt8](repeating: 0, count: 16)
        // Safe: at most as many bytes as the buffer has are written into it.
        let count = buffer.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, $0.count, 0) }
        guard count > 0 else { return nil }
        return Int32(String(decoding: buffer[..<count].prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self))
    }
}
