import Glibc

/// Held by the one process that follows a state directory, or puts into its database what a server left. It ends with
/// its process, however that ends.
public struct ServerLock: ~Copyable {
    private let descriptor: Int32

    /// What the process that holds the lock does; the file says so, for who finds it taken.
    public enum Role: String, Sendable {
        case server = "serve"
        case shipment = "ship"
        /// A command that puts into the database what a server received, and ends or goes on without the lock.
        case settling = "settle"
    }

    /// How long to wait for the end of a command that has the lock, which has a part of a second to do.
    public static let patience = Duration.seconds(10)

    /// Takes the lock, or says who has it.
    public init(_ directory: StateDirectory, as role: Role = .server) throws(Failure) {
        let path = directory.lock
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else {
            throw .system(StateDirectoryError(operation: "open", path: path, code: errno))
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let code = errno
            let (holder, role) = Self.holder(descriptor)
            close(descriptor)
            guard code == EWOULDBLOCK else {
                throw .system(StateDirectoryError(operation: "lock", path: path, code: code))
            }
            throw .taken(directory: directory.path, processID: holder, role: role)
        }
        self.descriptor = descriptor
        // It is for people, and for who waits; the lock holds without it.
        let line = "\(getpid())\n\(role.rawValue)\n"
        ftruncate(descriptor, 0)
        _ = pwrite(descriptor, line, line.utf8.count, 0)
    }

    /// Takes the lock; where a command has it, waits for its end, for a bounded time.
    ///
    /// - Parameter onWait: is told once why it waits.
    public static func waiting(
        _ directory: StateDirectory, as role: Role, patience: Duration = patience,
        onWait: (Failure) -> Void
    ) async throws -> ServerLock {
        let clock = ContinuousClock()
        let start = clock.now
        var isTold = false
        while true {
            do throws(Failure) {
                return try ServerLock(directory, as: role)
            } catch {
                guard case .taken(_, let process, let holder) = error else { throw error }
                let elapsed = clock.now - start
                // Who has just taken it may not have said so yet: what is read then is of the one before, which may
                // have ended long ago.
                let mayEnd = holder == .settling || !isRunning(process)
                guard elapsed < (mayEnd ? patience : unsaid) else { throw error }
                if holder == .settling, !isTold {
                    isTold = true
                    onWait(error)
                }
            }
            try await Task.sleep(for: .milliseconds(10))
        }
    }

    private static let unsaid = Duration.milliseconds(50)

    private static func isRunning(_ process: Int32?) -> Bool {
        process.map { kill($0, 0) == 0 || errno == EPERM } ?? false
    }

    deinit {
        // Closing alone would leave it held by a child that was just forked and has not executed
        // its program yet: the lock belongs to the open file, which both have.
        flock(descriptor, LOCK_UN)
        close(descriptor)
    }

    /// Why the lock was not taken.
    public enum Failure: Error, Equatable, CustomStringConvertible {
        /// - Parameter role: `nil` if the holder does not say.
        case taken(directory: String, processID: Int32?, role: Role?)
        case system(StateDirectoryError)

        public var description: String {
            switch self {
            case .taken(let directory, let processID, let role):
                Self.holder(role, of: directory) + (processID.map { " (process \($0))" } ?? "")
            case .system(let error): error.description
            }
        }

        private static func holder(_ role: Role?, of directory: String) -> String {
            switch role {
            case .server, nil: "another server follows \(directory) already"
            case .shipment: "martlet ship follows \(directory) already"
            case .settling: "a command puts into the database of \(directory) what a server left"
            }
        }
    }

    private static func holder(_ descriptor: Int32) -> (processID: Int32?, role: Role?) {
        var buffer = [UInt8](repeating: 0, count: 64)
        // Safe: at most as many bytes as the buffer has are written into it.
        let count = buffer.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, $0.count, 0) }
        guard count > 0 else { return (nil, nil) }
        let lines = String(decoding: buffer[..<count], as: UTF8.self).split(separator: "\n")
        return (lines.first.flatMap { Int32($0) }, lines.dropFirst().first.flatMap { Role(rawValue: String($0)) })
    }
}
