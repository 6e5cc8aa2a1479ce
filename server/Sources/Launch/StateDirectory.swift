import Glibc

/// The directory that holds everything that was recorded.
public struct StateDirectory: Sendable, Equatable {
    public let path: String

    /// - Parameter path: relative to the working directory, or absolute.
    public init(path: String) {
        self.path = path
    }

    /// `MARTLET_HOME`, else `martlet` where the desktop's rules put state; `nil` if no variable
    /// says where that is.
    public static func standard(system: some LaunchSystem = RealSystem()) -> StateDirectory? {
        if let home = system.variable("MARTLET_HOME") { return StateDirectory(path: home.text) }
        // The XDG rules: a path that is not absolute is to be ignored.
        if let state = system.variable("XDG_STATE_HOME"), state.hasPrefix("/") {
            return StateDirectory(path: state.appending("martlet").text)
        }
        return system.variable("HOME").map { StateDirectory(path: $0.appending(".local/state/martlet").text) }
    }

    public var journal: String { "\(path)/journal" }
    public var database: String { "\(path)/martlet.db" }
    public var keys: String { "\(path)/keys.json" }
    public var lock: String { "\(path)/martlet.lock" }

    /// Makes what is missing of the directory, for its owner alone.
    public func create() throws(StateDirectoryError) {
        try Self.create(path)
        try Self.create(journal)
        guard access(path, W_OK | X_OK) == 0 else {
            throw StateDirectoryError(operation: "write to", path: path, code: errno)
        }
    }

    private static func create(_ path: String) throws(StateDirectoryError) {
        var made = path.hasPrefix("/") ? "/" : ""
        for name in path.split(separator: "/") {
            made += made.isEmpty || made.hasSuffix("/") ? "\(name)" : "/\(name)"
            guard mkdir(made, 0o700) != 0 else { continue }
            let code = errno
            // mkdir may say that a file system is read-only before it says that the path exists.
            guard isDirectory(made) else {
                throw StateDirectoryError(
                    operation: "make the directory", path: made, code: code == EEXIST ? ENOTDIR : code)
            }
        }
    }

    private static func isDirectory(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }
}

/// Why the state directory cannot be used.
public struct StateDirectoryError: Error, Equatable, CustomStringConvertible {
    public var operation: String
    public var path: String
    /// The system's `errno`.
    public var code: Int32

    public var description: String { "cannot \(operation) \(path): \(String(cString: strerror(code)))" }
}
