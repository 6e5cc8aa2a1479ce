import Glibc

extension InboxFile {
    /// The entries that are whole and have a greater number than this, in their order.
    package func entries(after last: Int64 = 0) -> [InboxEntry] {
        let bytes = Self.content(descriptor)
        var entries: [InboxEntry] = []
        Self.forEachEntry(in: bytes[...]) { number, content in
            guard number > last else { return true }
            var amount = InboxAmount(bytes: content.count)
            if let spans = [ReceivedSpan](inboxBytes: content) {
                amount.spans = spans.count
            } else if let logs = [ReceivedLog](inboxBytes: content) {
                amount.logs = logs.count
            } else {
                return false
            }
            entries.append(InboxEntry(number: number, amount: amount, content: Array(content)))
            return true
        }
        return entries
    }

    /// The inbox that a file is part of, which another process may be writing, and the number of its last whole entry; `nil`
    /// if there is none. The file is not made, nor changed.
    ///
    /// What is read while the file is written over may make no sense, and is left out then: all that was in it
    /// before is in the tables.
    static func last(path: String) -> (inbox: Int64?, number: Int64)? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        let bytes = content(descriptor)
        var last: Int64?
        forEachEntry(in: bytes[...]) { number, _ in
            last = number
            return true
        }
        return last.map { (inbox(of: bytes[...]), $0) }
    }

    /// Gives a file with entries another name if it is part of another inbox than this; returns that name.
    static func setAside(path: String, unlessOf inbox: Int64) throws(StoreError) -> String? {
        // Most often it is its own, and the file is read for its entries next: not twice.
        guard let found = owner(path: path), found != inbox, last(path: path) != nil else { return nil }
        var name = path + "-of-another-database"
        var count = 1
        while access(name, F_OK) == 0 {
            count += 1
            name = path + "-of-another-database-\(count)"
        }
        guard rename(path, name) == 0 else { throw .system(operation: "rename", path: path, code: errno) }
        return name
    }

    /// The inbox that a file is part of, by its beginning alone.
    private static func owner(path: String) -> Int64? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        return inbox(of: content(descriptor, limit: headerSize)[...])
    }

    private static func inbox(of bytes: ArraySlice<UInt8>) -> Int64? {
        // Safe: the reader ends with the closure.
        bytes.withUnsafeBytes { bytes in
            var reader = ByteReader(bytes)
            guard reader.number(UInt64.self) == headerMark else { return nil }
            return reader.number(Int64.self)
        }
    }

    private static func content(_ descriptor: Int32, limit: Int = .max) -> [UInt8] {
        let size = min(limit, max(0, Int(lseek(descriptor, 0, SEEK_END))))
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, filled in
            while filled < size {
                // Safe: the rest of the buffer is as long as that.
                let count = pread(descriptor, buffer.baseAddress?.advanced(by: filled), size - filled, off_t(filled))
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { break }
                filled += count
            }
        }
    }

    /// Gives entries to `body`, which returns `false` to stop, up to the first that is not whole, or of an
    /// earlier time.
    private static func forEachEntry(in bytes: ArraySlice<UInt8>, _ body: (Int64, ArraySlice<UInt8>) -> Bool) {
        var rest = inbox(of: bytes) == nil ? bytes : bytes.dropFirst(headerSize)
        var last: Int64 = 0
        while rest.count >= headSize {
            // Safe: the reader ends with the closure.
            let head = rest.prefix(headSize).withUnsafeBytes { bytes in
                var reader = ByteReader(bytes)
                return (reader.number(UInt64.self), reader.number(UInt64.self), reader.number(Int64.self))
            }
            guard let length = head.0, let sum = head.1, let number = head.2, length <= rest.count - headSize
            else { return }
            let content = rest.dropFirst(headSize).prefix(Int(length))
            guard number > last, sum == checksum(content, number), body(number, content) else { return }
            last = number
            rest = rest.dropFirst(headSize + Int(length))
        }
    }
}
