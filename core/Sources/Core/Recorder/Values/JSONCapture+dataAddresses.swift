// `data:` addresses, in which programs send pictures and sounds: a text of megabytes.
extension JSONCapture {
    /// Shorter ones are written as they are.
    static var shortData: Int { 256 }

    /// `data:image/png;size=…;sha256=…;base64,…` in place of what follows the comma: the size and the digest are
    /// those of the bytes that it stands for. False, with nothing written, for anything else.
    mutating func writeDataAddress(_ text: UnsafeRawBufferPointer) -> Bool {
        var comma = 5
        // Safe, as below: indices are below the count, which is far beyond these.
        while comma < 128, unsafe text[comma] != UInt8(ascii: ",") { comma &+= 1 }
        guard comma < 128, unsafe SecretShapes.begins(";base64,", text, at: comma &- 7) else { return false }
        let content = unsafe UnsafeRawBufferPointer(rebasing: text[(comma &+ 1)...])
        guard let bytes = unsafe ByteBuffer(base64: content) else { return false }
        if bytes.count <= limits.keptBytes, text.count < remaining { return false }
        noteCut()
        unsafe append(escaping: UnsafeRawBufferPointer(rebasing: text[..<(comma &- 7)]))
        buffer.append(";size=")
        buffer.append(decimal: Int64(bytes.count))
        if bytes.count <= Self.digestLimit {
            buffer.append(";sha256=")
            bytes.withBytes { bytes in unsafe appendDigest(of: bytes) }
        }
        buffer.append(";base64,…")
        return true
    }
}

extension ByteBuffer {
    /// What base64 stands for; nil if the text is none.
    init?(base64 text: UnsafeRawBufferPointer) {
        self.init(capacity: text.count / 4 &* 3 &+ 3)
        var word: UInt32 = 0
        var count = 0
        var end = text.count
        // Safe, as below: indices are below the count.
        while end > 0, text.count &- end < 2, unsafe text[end &- 1] == UInt8(ascii: "=") { end &-= 1 }
        for index in 0..<end {
            guard let digit = unsafe Self.value(text[index]) else { return nil }
            word = word << 6 | digit
            count &+= 1
            if count & 3 == 0 {
                append(UInt8(truncatingIfNeeded: word >> 16))
                append(UInt8(truncatingIfNeeded: word >> 8))
                append(UInt8(truncatingIfNeeded: word))
            }
        }
        switch count & 3 {
        case 2: append(UInt8(truncatingIfNeeded: word >> 4))
        case 3:
            append(UInt8(truncatingIfNeeded: word >> 10))
            append(UInt8(truncatingIfNeeded: word >> 2))
        case 1: return nil
        default: break
        }
    }

    @inline(__always)
    private static func value(_ digit: UInt8) -> UInt32? {
        switch digit {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(digit &- UInt8(ascii: "A"))
        case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(digit &- UInt8(ascii: "a") &+ 26)
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(digit &- UInt8(ascii: "0") &+ 52)
        case UInt8(ascii: "+"), UInt8(ascii: "-"): 62
        case UInt8(ascii: "/"), UInt8(ascii: "_"): 63
        default: nil
        }
    }
}
