import Glibc

/// A directory that goes when the last reference to it does.
public final class TemporaryDirectory: Sendable {
    public let path: String

    public init() {
        var template = Array("/tmp/martlet-test-XXXXXX\0".utf8CString)
        guard mkdtemp(&template) != nil else { fatalError("there is no room for a test in /tmp") }
        path = String(decoding: template.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit {
        Self.remove(path)
    }

    /// What the directory holds, sorted.
    public var names: [String] { Self.names(path) }

    public static func names(_ path: String) -> [String] {
        guard let directory = opendir(path) else { return [] }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    private static func remove(_ path: String) {
        if Glibc.remove(path) == 0 { return }
        for name in names(path) { remove("\(path)/\(name)") }
        _ = Glibc.remove(path)
    }

    public func file(_ name: String) -> String { "\(path)/\(name)" }

    /// The permission bits of a file in it.
    public func mode(_ name: String) -> mode_t {
        var status = stat()
        return stat(file(name), &status) == 0 ? status.st_mode & 0o777 : 0
    }
}
