import CJournal

/// A path as the kernel takes it: bytes, with a zero at the end.
public struct PathBytes: Sendable {
    var bytes: [CChar]

    /// Copies a C string.
    @unsafe
    public init(cString path: UnsafePointer<CChar>) {
        bytes = []
        var at = 0
        while unsafe path[at] != 0 {
            unsafe bytes.append(path[at])
            at += 1
        }
        bytes.append(0)
    }

    public init(_ path: StaticString) {
        bytes = unsafe [CChar](UnsafeBufferPointer(start: UnsafePointer<CChar>(OpaquePointer(path.utf8Start)), count: path.utf8CodeUnitCount))
        bytes.append(0)
    }

    /// Adds text.
    public mutating func append(_ text: StaticString) {
        bytes.removeLast()
        for index in 0..<text.utf8CodeUnitCount {
            unsafe bytes.append(CChar(bitPattern: text.utf8Start[index]))
        }
        bytes.append(0)
    }

    /// Adds a C string.
    @unsafe
    public mutating func append(cString text: UnsafePointer<CChar>) {
        bytes.removeLast()
        var at = 0
        while unsafe text[at] != 0 {
            unsafe bytes.append(text[at])
            at += 1
        }
        bytes.append(0)
    }

    mutating func append(decimal value: UInt64) {
        bytes.removeLast()
        var divisor: UInt64 = 1
        while value / divisor >= 10 { divisor *= 10 }
        while divisor > 0 {
            bytes.append(CChar(bitPattern: UInt8(ascii: "0") + UInt8(value / divisor % 10)))
            divisor /= 10
        }
        bytes.append(0)
    }

    mutating func append(hexadecimal value: UInt64, digits: Int) {
        bytes.removeLast()
        for place in (0..<digits).reversed() {
            let nibble = UInt8(truncatingIfNeeded: value >> UInt64(place * 4)) & 0xF
            bytes.append(CChar(bitPattern: nibble < 10 ? nibble + UInt8(ascii: "0") : nibble - 10 + UInt8(ascii: "a")))
        }
        bytes.append(0)
    }

    /// Calls `body` with the path as a C string.
    func withCString<Result>(_ body: (UnsafePointer<CChar>) -> Result) -> Result {
        unsafe bytes.withUnsafeBufferPointer { buffer in
            // Safe: there is always the closing zero, so the buffer is never empty.
            unsafe body(buffer.baseAddress!)
        }
    }
}
