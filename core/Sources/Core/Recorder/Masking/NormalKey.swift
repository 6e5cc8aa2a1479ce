/// The end of a key as keys are compared: in lower case, without `_`, `-`, `.` and spaces.
struct NormalKey {
    /// Backwards, the last letter first.
    private var letters = InlineArray<32, UInt8>(repeating: 0)
    private var count = 0
    /// There is more of it in front.
    private var isLonger = false

    init(_ key: UnsafeRawBufferPointer) {
        var index = key.count
        while index > 0 {
            index &-= 1
            // Safe: the index is below the count.
            let byte = unsafe key[index]
            if Self.isSeparator(byte) { continue }
            guard count < letters.count else {
                isLonger = true
                return
            }
            letters[count] = Self.lowercase(byte)
            count &+= 1
        }
    }

    @inline(__always)
    static func isSeparator(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".") || byte == UInt8(ascii: " ")
    }

    @inline(__always)
    static func lowercase(_ byte: UInt8) -> UInt8 { byte &- UInt8(ascii: "A") < 26 ? byte | 0x20 : byte }

    /// The letters, backwards.
    var bytes: [UInt8] { (0..<count).map { letters[$0] } }

    func ends(with text: StaticString) -> Bool {
        let length = text.utf8CodeUnitCount
        guard count >= length else { return false }
        // Safe: the index is below the literal's length.
        for index in 0..<length where unsafe letters[index] != text.utf8Start[length &- 1 &- index] { return false }
        return true
    }

    func isExactly(_ text: StaticString) -> Bool { !isLonger && count == text.utf8CodeUnitCount && ends(with: text) }

    /// Whether it is a key whose `bytes` were taken before.
    func isExactly(_ bytes: [UInt8]) -> Bool {
        guard count == bytes.count else { return false }
        for index in 0..<count where letters[index] != bytes[index] { return false }
        return true
    }
}
