import JSON

/// A reply's body.
struct ReplyBody {
    let bytes: [UInt8]
    /// What it says; `null` if it is not JSON.
    let value: JSONValue

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        value = Evidence.json(bytes) ?? .null
    }

    /// The beginning of a body that is not JSON, such as a proxy's error page.
    func textExcerpt(limit: Int = 2_000) -> String {
        String(String(decoding: bytes.prefix(limit * 4), as: UTF8.self).prefix(limit))
    }
}
