import Glibc

/// What a launch asks of the system; a test answers otherwise.
public protocol LaunchSystem {
    /// The value of a variable, if it is set and not empty.
    func variable(_ name: String) -> SystemString?
    /// Whether there is such a file that may be executed.
    func isExecutable(_ path: SystemString) -> Bool
    /// Whether there is such a folder.
    func isDirectory(_ path: SystemString) -> Bool
    /// Names within a folder, sorted; none if it cannot be read.
    func names(in path: SystemString) -> [SystemString]
    /// What an interpreter prints for a program; `nil` if it fails.
    func output(of interpreter: SystemString, program: String) -> SystemString?
    /// This process, and so the program that it becomes.
    var processID: Int32 { get }
}

/// The system that this process runs on.
public struct RealSystem: LaunchSystem {
    public init() {}

    public var processID: Int32 { getpid() }

    public func variable(_ name: String) -> SystemString? {
        guard let value = getenv(name).map({ SystemString($0) }), !value.isEmpty else { return nil }
        return value
    }

    public func isExecutable(_ path: SystemString) -> Bool {
        path.withCString { access($0, X_OK) == 0 } && !isDirectory(path)
    }

    public func isDirectory(_ path: SystemString) -> Bool {
        var status = stat()
        return path.withCString { stat($0, &status) } == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    public func names(in path: SystemString) -> [SystemString] {
        guard let directory = path.withCString(opendir) else { return [] }
        defer { closedir(directory) }
        var names: [SystemString] = []
        while let entry = readdir(directory) {
            // Safe: the entry is good until the next call, and its name ends with a zero.
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { SystemString($0) }
            }
            if name != "." && name != ".." { names.append(name) }
        }
        return names.sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }
    }

    public func output(of interpreter: SystemString, program: String) -> SystemString? {
        ChildOutput.read(interpreter, arguments: ["-c", SystemString(bytes: program.utf8)])
    }
}
