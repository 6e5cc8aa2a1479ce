import CJournal

extension PathBytes {
    /// Makes the directory, and those above it, readable by the owner alone; whether it is there.
    func makeDirectories() -> Bool {
        if exists { return true }
        var partial = self
        for index in bytes.indices.dropFirst() where bytes[index] == CChar(bitPattern: UInt8(ascii: "/")) || bytes[index] == 0 {
            partial.bytes = Array(bytes[..<index]) + [0]
            // Safe: a C string that lives through the call. What exists already is as good as made.
            _ = unsafe partial.withCString { unsafe mkdir($0, 0o700) }
        }
        return exists
    }

    private var exists: Bool {
        var status = stat()
        // Safe: the C string lives through the call and `status` is a local.
        let result = unsafe withCString { unsafe stat($0, &status) }
        return result == 0 && status.st_mode & mode_t(S_IFMT) == mode_t(S_IFDIR)
    }

    /// Whether a file's name is that of a segment, or of one that is being made.
    private static func isSegment(_ name: UnsafePointer<CChar>) -> Bool {
        let endings: InlineArray<2, StaticString> = [".journal", ".journal.new"]
        let length = unsafe strlen(name)
        for index in 0..<endings.count {
            let count = endings[index].utf8CodeUnitCount
            // Safe: compares the last bytes of a string that is long enough.
            if length > count, unsafe memcmp(name + (length - count), endings[index].utf8Start, count) == 0 { return true }
        }
        return false
    }

    /// Bytes on disk of all segments in the directory, of whatever process; other files do not count.
    func sizeOfSegments() -> UInt64 {
        // Safe: the C string lives through the call.
        guard let stream = unsafe withCString({ unsafe opendir($0) }) else { return 0 }
        defer { unsafe closedir(stream) }
        let descriptor = unsafe dirfd(stream)
        var sum: UInt64 = 0
        while let entry = unsafe readdir(stream) {
            var status = stat()
            // Safe: the entry is valid until the next readdir of this stream.
            let result = unsafe withUnsafePointer(to: &entry.pointee.d_name.0) { name in
                unsafe PathBytes.isSegment(name) ? fstatat(descriptor, name, &status, AT_SYMLINK_NOFOLLOW) : -1
            }
            // Blocks are counted in 512 bytes, whatever the file system's own size.
            if result == 0, status.st_mode & mode_t(S_IFMT) == mode_t(S_IFREG) {
                sum &+= UInt64(truncatingIfNeeded: status.st_blocks) &* 512
            }
        }
        return sum
    }
}
