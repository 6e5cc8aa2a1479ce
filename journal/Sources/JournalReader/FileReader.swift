import CJournal

/// An open file that is read at given places.
struct FileReader: ~Copyable {
    private let descriptor: Int32
    let path: String

    init(path: String) throws(JournalError) {
        // Safe: the string's C form lives through the call.
        let descriptor = unsafe path.withCString { unsafe mj_open($0, O_RDONLY, 0) }
        guard descriptor >= 0 else { throw .system(operation: "open", path: path, code: mj_errno()) }
        self.descriptor = descriptor
        self.path = path
    }

    deinit { close(descriptor) }

    /// Reads up to `count` bytes; fewer only where the file ends.
    func read(at offset: UInt64, count: Int) throws(JournalError) -> [UInt8] {
        var failure: Int32 = 0
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            while initialized < count {
                // Safe: stays within the buffer, and only what was read counts as initialised.
                let result = unsafe pread(
                    descriptor, buffer.baseAddress! + initialized, count - initialized,
                    off_t(offset) + off_t(initialized))
                if result < 0, mj_errno() == EINTR { continue }
                if result < 0 { failure = mj_errno() }
                if result <= 0 { break }
                initialized += result
            }
        }
        if failure != 0 { throw .system(operation: "read", path: path, code: failure) }
        return bytes
    }

    /// The place of the next bytes that were ever written, at this place or behind it: what lies
    /// between is a hole, which reads as zeros. The end of the file if there are none.
    func dataStart(from offset: UInt64) -> UInt64 {
        guard let place = Int64(exactly: offset) else { return offset }
        let found = mj_seek_data(descriptor, place)
        return found >= 0 ? UInt64(found) : max(offset, size)
    }

    private var size: UInt64 {
        var status = stat()
        // Safe: `status` is a local that lives through the call.
        return unsafe fstat(descriptor, &status) == 0 ? UInt64(max(0, status.st_size)) : 0
    }
}
