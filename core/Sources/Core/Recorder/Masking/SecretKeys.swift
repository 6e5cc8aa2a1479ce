/// Which keys have secrets for values.
enum SecretKeys {
    /// What such keys end with, as they are compared: in lower case, without `_`, `-`, `.` and spaces.
    private static var endings: InlineArray<21, StaticString> {
        [
            "authorization", "apikey", "password", "passwd", "passphrase", "pwd", "clientsecret", "secretkey", "accesskey",
            "privatekey", "accesstoken", "refreshtoken", "authtoken", "bearertoken", "sessiontoken", "securitytoken", "idtoken",
            "apitoken", "csrftoken", "cookie", "appsecret",
        ]
    }

    /// Those that are secrets as they stand, and not at the end of others.
    private static var wholes: InlineArray<5, StaticString> {
        ["secret", "secrets", "credentials", "jwt", "xauth"]
    }

    /// Whether what stands under `key` must not be recorded.
    static func contains(_ key: UnsafeRawBufferPointer) -> Bool {
        // The letters that those above end with: most keys are done with here.
        guard let last = unsafe key.last else { return false }
        switch last | 0x20 {
        case UInt8(ascii: "n"), UInt8(ascii: "y"), UInt8(ascii: "d"), UInt8(ascii: "e"), UInt8(ascii: "t"), UInt8(ascii: "s"),
            UInt8(ascii: "h"):
            break
        default: return false
        }
        let normal = unsafe NormalKey(key)
        let endings = endings
        for index in 0..<endings.count where normal.ends(with: endings[index]) { return true }
        let wholes = wholes
        for index in 0..<wholes.count where normal.isExactly(wholes[index]) { return true }
        return false
    }
}
