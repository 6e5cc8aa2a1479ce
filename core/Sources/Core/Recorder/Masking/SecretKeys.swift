/// Which keys have secrets for values.
///
/// Keys are compared in lower case, without `_`, `-`, `.` and spaces.
enum SecretKeys {
    /// Whether what stands under `key` must not be recorded.
    static func contains(_ key: UnsafeRawBufferPointer) -> Bool {
        // By the last two letters, which most keys are done with.
        switch unsafe lastLetters(of: key) {
        case pair("o", "n"): return unsafe NormalKey(key).ends(with: "authorization")
        case pair("i", "e"): return unsafe NormalKey(key).ends(with: "cookie")
        case pair("r", "d"): return unsafe NormalKey(key).ends(with: "password")
        case pair("s", "e"): return unsafe NormalKey(key).ends(with: "passphrase")
        case pair("w", "d"):
            let key = unsafe NormalKey(key)
            return key.ends(with: "passwd") || key.ends(with: "pwd")
        case pair("e", "y"):
            let key = unsafe NormalKey(key)
            return key.ends(with: "apikey") || key.ends(with: "secretkey") || key.ends(with: "accesskey")
                || key.ends(with: "privatekey")
        case pair("e", "n"):
            let key = unsafe NormalKey(key)
            return key.ends(with: "token") && isToken(key)
        case pair("e", "t"):
            let key = unsafe NormalKey(key)
            return key.ends(with: "clientsecret") || key.ends(with: "appsecret") || key.isExactly("secret")
        case pair("t", "s"): return unsafe NormalKey(key).isExactly("secrets")
        case pair("l", "s"): return unsafe NormalKey(key).isExactly("credentials")
        case pair("w", "t"): return unsafe NormalKey(key).isExactly("jwt")
        case pair("t", "h"): return unsafe NormalKey(key).isExactly("xauth")
        default: return false
        }
    }

    /// Tokens that let somebody in; others are counted, or are parts of a text.
    private static func isToken(_ key: NormalKey) -> Bool {
        key.ends(with: "accesstoken") || key.ends(with: "refreshtoken") || key.ends(with: "authtoken")
            || key.ends(with: "bearertoken") || key.ends(with: "sessiontoken") || key.ends(with: "securitytoken")
            || key.ends(with: "idtoken") || key.ends(with: "apitoken") || key.ends(with: "csrftoken")
    }

    @inline(__always)
    private static func pair(_ first: Unicode.Scalar, _ second: Unicode.Scalar) -> UInt32 { first.value << 8 | second.value }

    /// The last two letters of a key as a `pair`; 0 where there are not two.
    @inline(__always)
    private static func lastLetters(of key: UnsafeRawBufferPointer) -> UInt32 {
        var index = key.count
        var last: UInt32 = 0
        while index > 0 {
            index &-= 1
            // Safe: the index is below the count.
            let byte = unsafe key[index]
            // At the end only `_`, which names get that would be words of the language.
            if last == 0 ? byte == UInt8(ascii: "_") : NormalKey.isSeparator(byte) { continue }
            let letter = UInt32(NormalKey.lowercase(byte))
            if last != 0 { return letter << 8 | last }
            last = letter
        }
        return 0
    }
}
