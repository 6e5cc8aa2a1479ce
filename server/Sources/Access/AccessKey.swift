import JSON

/// What lets a program or a person in. The secret itself is kept nowhere: its hash is.
public struct AccessKey: Sendable, Equatable {
    /// What a key is good for.
    public enum Kind: String, Sendable, CaseIterable {
        /// Look at everything, change nothing.
        case read
        /// Send spans and scores, see nothing.
        case write
        /// Both, and remove what is there.
        case full
    }

    /// The public part: the name of the user in Basic authentication.
    public let id: String
    /// What people call it.
    public let name: String
    public let kind: Kind
    /// Seconds since 1970.
    public let created: Int64
    /// SHA-256 of the secret. The secret has 256 random bits: nobody can try them all, so that a
    /// hash that is slow on purpose would protect nothing more.
    let secretHash: [UInt8]

    /// A new key, and its secret, which is shown once.
    public static func make(name: String, kind: Kind, now: Int64) -> (key: AccessKey, secret: String) {
        let secret = "sk-martlet-" + Secret.hex(Secret.random(byteCount: 32))
        let key = AccessKey(
            id: "pk-martlet-" + Secret.hex(Secret.random(byteCount: 8)), name: name, kind: kind,
            created: now, secretHash: SHA256.hash(secret.utf8))
        return (key, secret)
    }
}

extension AccessKey {
    var json: JSONValue {
        [
            "id": .string(id), "name": .string(name), "kind": .string(kind.rawValue),
            "created": .number(JSONNumber(created)), "secret_sha256": .string(Secret.hex(secretHash)),
        ]
    }

    /// `nil` if something is missing or not what it should be.
    init?(json: JSONValue) {
        guard let id = json["id"]?.string, let name = json["name"]?.string,
            let kind = json["kind"]?.string.flatMap(Kind.init), let created = json["created"]?.int,
            let hash = json["secret_sha256"]?.string.flatMap(Secret.bytes(hex:)), hash.count == 32
        else { return nil }
        self.init(id: id, name: name, kind: kind, created: Int64(created), secretHash: hash)
    }
}
