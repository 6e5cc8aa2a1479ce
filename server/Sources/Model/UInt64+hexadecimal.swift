extension UInt64 {
    /// Reads up to 16 hexadecimal digits in ASCII; `nil` if there is any other byte.
    init?(hexDigits digits: ArraySlice<UInt8>) {
        guard !digits.isEmpty, digits.count <= 16 else { return nil }
        var value: UInt64 = 0
        for digit in digits {
            let nibble: UInt8
            switch digit {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): nibble = digit - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): nibble = digit - UInt8(ascii: "a") + 10
            case UInt8(ascii: "A")...UInt8(ascii: "F"): nibble = digit - UInt8(ascii: "A") + 10
            default: return nil
            }
            value = value << 4 | UInt64(nibble)
        }
        self = value
    }

    /// 16 lower-case hexadecimal digits, most significant first.
    var hexDigits: String {
        String(unsafeUninitializedCapacity: 16) { buffer in
            // Safe: the capacity is 16 and exactly 16 bytes are written.
            for index in 0..<16 {
                let nibble = UInt8(truncatingIfNeeded: self >> UInt64((15 - index) * 4)) & 0xF
                buffer[index] = nibble < 10 ? nibble + UInt8(ascii: "0") : nibble - 10 + UInt8(ascii: "a")
            }
            return 16
        }
    }
}
