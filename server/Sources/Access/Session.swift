/// Lets a browser that has shown a key in for some hours.
///
/// Nothing is kept of a session: the browser keeps a token that only this process can have made.
/// It ends with the process, and when its key is revoked.
public struct Session: Sendable {
    /// How long a token is good.
    public static let lifetimeSeconds: Int64 = 12 * 3600

    private let signingKey = Secret.random(byteCount: 32)

    public init() {}

    /// A token for the holder of that key.
    public func token(for key: AccessKey, now: Int64) -> String {
        let claim = "\(key.id).\(now + Self.lifetimeSeconds)"
        return "\(claim).\(code(claim))"
    }

    /// The id of the key whose holder a token was made for; `nil` if it is not ours or too old.
    public func keyID(_ token: String, now: Int64) -> String? {
        let parts = token.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let end = Int64(parts[1]), let code = Secret.bytes(hex: String(parts[2]))
        else { return nil }
        let claim = "\(parts[0]).\(parts[1])"
        guard Secret.areEqual(SHA256.code(of: Array(claim.utf8), key: signingKey), code), now < end
        else { return nil }
        return String(parts[0])
    }

    private func code(_ claim: String) -> String {
        Secret.hex(SHA256.code(of: Array(claim.utf8), key: signingKey))
    }
}
