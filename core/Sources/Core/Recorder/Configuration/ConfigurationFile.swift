import CJournal
import Journal

/// Finds and reads `martlet.toml`.
enum ConfigurationFile {
    /// The file that counts here: its path, for messages, and its text.
    struct Found {
        var path: [UInt8]
        /// nil where it cannot be read.
        var text: [UInt8]?
    }

    /// `MARTLET_CONFIG`, which may be empty for none; else the nearest `martlet.toml` in the working directory and above.
    static func find() -> Found? {
        if let named = unsafe RecorderSettings.variable("MARTLET_CONFIG") {
            let path = unsafe bytes(of: named)
            return path.isEmpty ? nil : Found(path: path, text: read(path))
        }
        // Safe: with no memory given `getcwd` allocates it.
        guard let folder = unsafe getcwd(nil, 0) else { return nil }
        var path = unsafe bytes(of: folder)
        unsafe free(folder)
        while true {
            let file = path + name
            if isThere(file) { return Found(path: file, text: read(file)) }
            guard let slash = path.lastIndex(of: UInt8(ascii: "/")) else { return nil }
            path.removeSubrange(slash...)
        }
    }

    private static var name: [UInt8] {
        let name: StaticString = "/martlet.toml"
        // Safe: the literal's own bytes.
        return unsafe [UInt8](UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
    }

    /// Whether there is such a file. One that belongs to somebody else does not count: others must not say what is recorded here.
    private static func isThere(_ path: [UInt8]) -> Bool {
        var status = stat()
        // Safe, as below: the structure is a local.
        guard withCString(path, { path in unsafe stat(path, &status) }) == 0 else { return false }
        return status.st_uid == geteuid() || status.st_uid == 0
    }

    private static func read(_ path: [UInt8]) -> [UInt8]? {
        let descriptor = withCString(path) { path in unsafe mj_open(path, O_RDONLY, 0) }
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { return nil }
        let mode = status.st_mode, size = status.st_size
        guard mode & mode_t(S_IFMT) == mode_t(S_IFREG), size <= 1 << 20 else { return nil }
        var text = [UInt8](repeating: 0, count: Int(size))
        var count = 0
        while count < text.count {
            let length = text.count - count
            let more = unsafe text.withUnsafeMutableBytes { buffer in
                unsafe CJournal.read(descriptor, buffer.baseAddress.unsafelyUnwrapped + count, length)
            }
            guard more > 0 else { break }
            count += more
        }
        text.removeSubrange(count...)
        return text
    }

    private static func bytes(of text: UnsafePointer<CChar>) -> [UInt8] {
        // Safe: a C string ends with a zero.
        unsafe [UInt8](UnsafeRawBufferPointer(start: text, count: strlen(text)))
    }

    @safe private static func withCString<Result>(_ path: [UInt8], _ body: (UnsafePointer<CChar>) -> Result) -> Result {
        // Safe: the array is not empty, ends with a zero, and outlives the call.
        unsafe (path + [0]).withUnsafeBytes { unsafe body($0.baseAddress.unsafelyUnwrapped.assumingMemoryBound(to: CChar.self)) }
    }
}
