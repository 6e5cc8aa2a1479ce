import Glibc

/// Whole files, for tests.
public enum FileBytes {
    public static func read(_ path: String) -> [UInt8] {
        guard let file = fopen(path, "r") else { return [] }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while case let count = fread(&buffer, 1, buffer.count, file), count > 0 { bytes += buffer[..<count] }
        return bytes
    }

    public static func write(_ bytes: some Sequence<UInt8>, to path: String) {
        guard let file = fopen(path, "w") else { fatalError("cannot write \(path)") }
        let bytes = Array(bytes)
        fwrite(bytes, 1, bytes.count, file)
        fclose(file)
    }

    /// Overwrites bytes in place: whoever has the file mapped sees it.
    public static func patch(_ path: String, at offset: Int, _ bytes: [UInt8]) {
        let descriptor = open(path, O_WRONLY)
        guard descriptor >= 0 else { fatalError("cannot open \(path)") }
        _ = pwrite(descriptor, bytes, bytes.count, off_t(offset))
        close(descriptor)
    }

    /// Whether a text is somewhere in the file.
    public static func holds(_ text: String, in path: String) -> Bool {
        let bytes = read(path)
        guard let first = text.utf8.first else { return true }
        return bytes.indices.contains { bytes[$0] == first && bytes[$0...].starts(with: text.utf8) }
    }

    public static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }
}
