import Bytes

/// Reads what ``ByteWriter`` wrote. Each method returns `nil` where there is too little, or nonsense.
struct ByteReader {
    /// Safe: a piece of it is taken only if it is within what is left.
    private var bytes: UnsafeRawBufferPointer

    /// The bytes must live as long as the reader, and as what ``content()`` returns.
    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    var isAtEnd: Bool { bytes.isEmpty }

    /// Bytes that are left.
    var count: Int { bytes.count }

    mutating func number<Number: FixedWidthInteger>(_ type: Number.Type = Number.self) -> Number? {
        // Safe: there are as many bytes as the number has, and they need not be aligned.
        take(Number.bitWidth / 8).map { Number(littleEndian: $0.loadUnaligned(as: Number.self)) }
    }

    mutating func flag() -> Bool? {
        number(UInt8.self).flatMap { $0 < 2 ? $0 == 1 : nil }
    }

    mutating func text() -> String? {
        // Safe: bytes may be looked at as anything.
        content()?.withMemoryRebound(to: UInt8.self) { String(utf8: $0) }
    }

    mutating func content() -> UnsafeRawBufferPointer? {
        number(UInt32.self).flatMap { take(Int($0)) }
    }

    /// A text that need not be there: `.some(nil)` where there is none.
    mutating func optionalText() -> String?? {
        guard let isThere = flag() else { return nil }
        guard isThere else { return .some(nil) }
        return text().map { .some($0) }
    }

    private mutating func take(_ count: Int) -> UnsafeRawBufferPointer? {
        guard count <= bytes.count else { return nil }
        defer { bytes = UnsafeRawBufferPointer(rebasing: bytes[count...]) }
        return UnsafeRawBufferPointer(rebasing: bytes[..<count])
    }
}
