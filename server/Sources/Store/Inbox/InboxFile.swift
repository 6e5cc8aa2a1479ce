import Glibc

/// A file to which what was received is appended, and which is begun anew when all of it is in the tables.
///
/// It begins with a mark and the number of the inbox that it is part of, which the database knows: what lies beside
/// another database, such as a backup that was put there, is not put into that. Files of earlier versions begin with an entry.
///
/// Each entry: its length and a checksum (eight bytes each), its number, and its spans. An entry that
/// was not written to its end was not acknowledged, and is left out. Numbers grow from entry to entry: one
/// that does not is what is left of an earlier time, over which the file was written, as is quicker than to
/// cut it off and have it grow again.
package struct InboxFile: ~Copyable {
    /// Tells this form of the entries from later ones.
    private static let mark: UInt64 = 0x4D54_4C49_0000_0001
    static let headSize = 24
    /// Greater than any length, with which an entry begins.
    static let headerMark: UInt64 = 0x4D54_4C49_0000_0002
    static let headerSize = 16

    let descriptor: Int32
    private let path: String
    package private(set) var size = 0
    /// The inbox that entries are added to the file for; `nil` writes it as earlier versions did.
    package var inbox: Int64?

    /// Opens the file, makes it if there is none; readable by its owner alone.
    package init(path: String) throws(StoreError) {
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw .system(operation: "open", path: path, code: errno) }
        self.path = path
        size = max(0, Int(lseek(descriptor, 0, SEEK_END)))
        fchmod(descriptor, 0o600)
    }

    deinit { close(descriptor) }

    package var isEmpty: Bool { size == 0 }

    /// Appends an entry. When this returns, the system has it: it survives the end of this process.
    package mutating func append(_ content: [UInt8], number: Int64) throws(StoreError) {
        var head = ByteWriter()
        if size == 0, let inbox {
            head.add(Self.headerMark)
            head.add(inbox)
        }
        head.add(UInt64(content.count))
        head.add(Self.checksum(content[...], number))
        head.add(number)
        do {
            try write(head.bytes, at: size)
            try write(content, at: size + head.bytes.count)
        } catch {
            // What was not written whole would hide the entries behind it.
            _ = ftruncate(descriptor, off_t(size))
            throw error
        }
        size += head.bytes.count + content.count
    }

    private func write(_ bytes: [UInt8], at start: Int) throws(StoreError) {
        var done = 0
        while done < bytes.count {
            let (written, code) = bytes.withUnsafeBytes { buffer in
                // Safe: from `done` on there are as many bytes as that.
                let count = pwrite(
                    descriptor, buffer.baseAddress?.advanced(by: done), bytes.count - done, off_t(start + done))
                return (count, errno)
            }
            if written < 0, code == EINTR { continue }
            guard written > 0 else { throw .system(operation: "write", path: path, code: code) }
            done += written
        }
    }

    /// Begins anew. The numbers of what is still there say that it is in the tables.
    package mutating func empty() { size = 0 }

    /// Begins anew, and leaves nothing in the file.
    package mutating func clear() {
        size = 0
        // If it fails, the numbers of the entries say that they are in the tables.
        _ = ftruncate(descriptor, 0)
    }

    /// Over eight bytes at a time; it finds what was written in part, and is no defence.
    static func checksum(_ content: ArraySlice<UInt8>, _ number: Int64) -> UInt64 {
        var sum = mark ^ UInt64(bitPattern: number)
        content.withUnsafeBytes { buffer in
            var position = 0
            while position + 8 <= buffer.count {
                // Safe: eight bytes are left, and they need not be aligned.
                let word = buffer.loadUnaligned(fromByteOffset: position, as: UInt64.self)
                sum = (sum ^ word) &* 0x9E37_79B9_7F4A_7C15
                sum ^= sum >> 32
                position += 8
            }
            while position < buffer.count {
                sum = (sum ^ UInt64(buffer[position])) &* 0x9E37_79B9_7F4A_7C15
                position += 1
            }
        }
        return sum
    }
}
