/// Reads what ``ByteWriter`` wrote. Each method returns `nil` where there is too little, or nonsense.
struct ByteReader {
    private var bytes: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) { self.bytes = bytes }

    var isAtEnd: Bool { bytes.isEmpty }

    mutating func number<Number: FixedWidthInteger>(_ type: Number.Type = Number.self) -> Number? {
        guard let content = take(Number.bitWidth / 8) else { return nil }
        // Safe: there are as many bytes as the number has, and they need not be aligned.
        return content.withUnsafeBytes { Number(littleEndian: $0.loadUnaligned(as: Number.self)) }
    }

    mutating func flag() -> Bool? {
        number(UInt8.self).flatMap { $0 < 2 ? $0 == 1 : nil }
    }

    mutating func text() -> String? {
        content().flatMap { String(validating: $0, as: UTF8.self) }
    }

    mutating func content() -> ArraySlice<UInt8>? {
        number(UInt32.self).flatMap { take(Int($0)) }
    }

    /// A text that need not be there: `.some(nil)` where there is none.
    mutating func optionalText() -> String?? {
        guard let isThere = flag() else { return nil }
        guard isThere else { return .some(nil) }
        return text().map { .some($0) }
    }

    private mutating func take(_ count: Int) -> ArraySlice<UInt8>? {
        guard count <= bytes.count else { return nil }
        defer { bytes = bytes.dropFirst(count) }
        return bytes.prefix(count)
    }
}
