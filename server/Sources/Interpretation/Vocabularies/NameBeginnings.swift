import JSON

/// How the names of an object's members begin: tells at once that none begins as a vocabulary's do.
struct NameBeginnings {
    /// One bit for the first bytes of each name.
    private var bits: UInt64 = 0

    private static let length = 4

    init(_ object: JSONObject) {
        for member in object.members { bits |= Self.bit(member.name) }
    }

    /// `false` if no name begins so.
    func mayHave(_ prefix: String) -> Bool { bits & Self.bit(prefix) != 0 }

    /// All bits of what is too short to tell.
    private static func bit(_ name: String) -> UInt64 {
        var name = name
        return name.withUTF8 { bytes in
            guard bytes.count >= length else { return .max }
            let first = UInt64(bytes[0]) | UInt64(bytes[1]) << 8 | UInt64(bytes[2]) << 16 | UInt64(bytes[3]) << 24
            return 1 << ((first &* 0x9E37_79B9_7F4A_7C15) >> 58)
        }
    }
}
