import CPython

// Bytes: how many, of what kind, and their digest; what is in them only if that was asked for.
extension JSONCapture {
    /// `{"$type", "size", "media"?, "sha256"?, "base64"?}`.
    mutating func writeBytes(_ bytes: UnsafeRawBufferPointer, _ type: StaticString) {
        buffer.append(#"{"$type":""#)
        buffer.append(type)
        buffer.append(#"","size":"#)
        buffer.append(decimal: Int64(bytes.count))
        if let media = unsafe MediaSignature.media(of: bytes) {
            buffer.append(#","media":""#)
            buffer.append(media)
            buffer.append("\"")
        }
        if bytes.count <= Self.digestLimit { unsafe writeDigest(of: bytes, as: #","sha256":"#) }
        if limits.keptBytes > 0, bytes.count <= limits.keptBytes, bytes.count / 3 &* 4 < remaining {
            buffer.append(#","base64":""#)
            unsafe buffer.append(base64: bytes)
            buffer.append("\"")
        }
        buffer.append("}")
    }

    /// Beyond this size a digest would hold the program up.
    static var digestLimit: Int { 4 << 20 }

    /// An object with a buffer, as bytes.
    mutating func writeBuffer(_ value: Borrowed, _ type: StaticString) {
        var view = unsafe Py_buffer()
        // Safe: the buffer is released below, and valid until then.
        guard unsafe martlet_get_buffer(value.raw, &view) == 0 else {
            PythonError.clear()
            return writeRepresentation(value)
        }
        unsafe writeBytes(UnsafeRawBufferPointer(start: view.buf, count: view.len), type)
        unsafe PyBuffer_Release(&view)
    }

    mutating func writeDigest(of bytes: UnsafeRawBufferPointer, as key: StaticString) {
        buffer.append(key)
        buffer.append("\"")
        unsafe appendDigest(of: bytes)
        buffer.append("\"")
    }

    mutating func appendDigest(of bytes: UnsafeRawBufferPointer) {
        var digest = SHA256()
        unsafe digest.update(bytes)
        let words = digest.finish()
        for index in 0..<8 {
            for place in 0..<8 {
                let nibble = UInt8(truncatingIfNeeded: words[index] >> UInt32(28 &- 4 &* place)) & 0xF
                buffer.append(nibble < 10 ? nibble &+ UInt8(ascii: "0") : nibble &- 10 &+ UInt8(ascii: "a"))
            }
        }
    }
}

extension ByteBuffer {
    /// Bytes in base64, with padding.
    mutating func append(base64 bytes: UnsafeRawBufferPointer) {
        var index = 0
        while index < bytes.count {
            // Safe: each index is looked at where it is below the count.
            let first = unsafe UInt32(bytes[index])
            let second = index &+ 1 < bytes.count ? unsafe UInt32(bytes[index &+ 1]) : 0
            let third = index &+ 2 < bytes.count ? unsafe UInt32(bytes[index &+ 2]) : 0
            let word = first << 16 | second << 8 | third
            append(Self.digit(word >> 18))
            append(Self.digit(word >> 12))
            append(index &+ 1 < bytes.count ? Self.digit(word >> 6) : UInt8(ascii: "="))
            append(index &+ 2 < bytes.count ? Self.digit(word) : UInt8(ascii: "="))
            index &+= 3
        }
    }

    private static func digit(_ value: UInt32) -> UInt8 {
        let alphabet: StaticString = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
        // Safe: six bits are below the literal's length.
        return unsafe alphabet.utf8Start[Int(value & 63)]
    }
}
