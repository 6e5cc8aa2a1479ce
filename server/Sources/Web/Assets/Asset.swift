/// A file that pages refer to, served from memory.
public struct Asset: Sendable {
    /// Contains a hash of the bytes: another content has another path.
    public let path: String
    public let contentType: String
    public let bytes: [UInt8]

    /// What to send with it: since a path never changes its content, it may be kept for ever.
    public static let cacheControl = "public, max-age=31536000, immutable"

    init(name: String, extension: String, contentType: String, bytes: [UInt8]) {
        path = "/assets/\(name)-\(Self.hash(bytes)).\(`extension`)"
        self.contentType = contentType
        self.bytes = bytes
    }

    /// FNV-1a in 64 bits: it tells versions of a file apart, and guards nothing.
    private static func hash(_ bytes: [UInt8]) -> String {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
