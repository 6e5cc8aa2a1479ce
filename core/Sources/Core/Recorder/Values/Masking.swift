/// Which values are secrets, by the key that they stand under.
enum Masking {
    /// Keys in lower case with `_` for `-`, as they are compared.
    private static var secretKeys: InlineArray<15, StaticString> {
        [
            "authorization", "proxy_authorization", "api_key", "apikey", "x_api_key", "password", "passwd",
            "secret", "client_secret", "access_token", "refresh_token", "private_key", "cookie", "set_cookie",
            "session_token",
        ]
    }

    /// Whether what stands under `key` must not be recorded.
    static func isSecret(_ key: UnsafeRawBufferPointer) -> Bool {
        let keys = secretKeys
        for index in 0..<keys.count where unsafe matches(key, keys[index]) { return true }
        return false
    }

    private static func matches(_ key: UnsafeRawBufferPointer, _ secret: StaticString) -> Bool {
        guard key.count == secret.utf8CodeUnitCount else { return false }
        for index in 0..<key.count {
            var byte = unsafe key[index]
            if byte >= UInt8(ascii: "A"), byte <= UInt8(ascii: "Z") { byte |= 0x20 }
            if byte == UInt8(ascii: "-") { byte = UInt8(ascii: "_") }
            // Safe: the index is below the literal's length.
            if unsafe byte != secret.utf8Start[index] { return false }
        }
        return true
    }
}
