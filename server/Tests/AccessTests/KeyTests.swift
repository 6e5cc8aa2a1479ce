import Access
import Glibc
import TestSupport
import Testing

/// Keys in their file, and what lets somebody in.
@Suite struct KeyTests {
    let directory = TemporaryDirectory()
    var file: KeyFile { KeyFile(path: directory.file("keys.json")) }

    @Test func secretsAreNotInTheFile() throws {
        let (key, secret) = AccessKey.make(name: "laptop", kind: .read, now: 5)
        try file.add(key)
        #expect(try file.keys() == [key])
        let text = String(decoding: FileBytes.read(file.path), as: UTF8.self)
        #expect(!text.contains(secret) && !text.contains(secret.dropFirst("sk-martlet-".count)))
        var status = stat()
        #expect(stat(file.path, &status) == 0 && status.st_mode & 0o777 == 0o600)
    }

    @Test func aRingFollowsItsFile() throws {
        let ring = try KeyRing(file)
        let (key, secret) = AccessKey.make(name: "", kind: .full, now: 5)
        #expect(ring.key(for: .secret(secret)) == nil)
        try file.add(key)
        #expect(ring.key(for: .secret(secret)) == key)
        #expect(ring.key(for: .pair(id: key.id, secret: secret)) == key)
        #expect(ring.key(for: .pair(id: "pk-other", secret: secret)) == nil)
        #expect(ring.key(for: .pair(id: key.id, secret: key.id)) == nil)
        #expect(ring.key(for: .secret("")) == nil)
        #expect(ring.key(for: .secret(String(secret.dropLast()))) == nil)
        #expect(try file.remove(id: key.id))
        #expect(try !file.remove(id: key.id))
        #expect(ring.key(for: .secret(secret)) == nil)
    }

    @Test func aDamagedFileLetsNobodyIn() throws {
        let (key, secret) = AccessKey.make(name: "", kind: .full, now: 5)
        try file.add(key)
        let ring = try KeyRing(file)
        #expect(ring.key(for: .secret(secret)) != nil)
        FileBytes.write("{\"keys\": [{}]}".utf8, to: file.path)
        #expect(ring.key(for: .secret(secret)) == nil)
        #expect(throws: KeyFileError.damaged(path: file.path)) { try file.keys() }
    }

    @Test(arguments: [
        ("Bearer abc", Credentials.secret("abc")), ("bearer  abc", .secret("abc")),
        ("Basic cGs6c2s=", .pair(id: "pk", secret: "sk")), ("basic cGs6YTpi", .pair(id: "pk", secret: "a:b")),
    ])
    func credentials(field: String, expected: Credentials) {
        #expect(Credentials(authorization: field) == expected)
    }

    @Test(arguments: ["", "Bearer", "abc", "Digest abc", "Basic !!!", "Basic cGs=", "Basic //79/A=="])
    func whatIsNoCredential(field: String) {
        #expect(Credentials(authorization: field) == nil)
    }

    @Test func sessionsEndAndCannotBeMade() throws {
        let (key, _) = AccessKey.make(name: "", kind: .read, now: 5)
        let session = Session()
        let token = session.token(for: key, now: 100)
        #expect(session.keyID(token, now: 100) == key.id)
        #expect(session.keyID(token, now: 100 + Session.lifetimeSeconds) == nil)
        #expect(Session().keyID(token, now: 100) == nil)
        let parts = token.split(separator: ".")
        #expect(session.keyID("\(parts[0]).99999999999.\(parts[2])", now: 100) == nil)
        #expect(session.keyID("pk-martlet-other.\(parts[1]).\(parts[2])", now: 100) == nil)
        for text in ["", "..", "a.b.c", "\(parts[0]).\(parts[1]).", "\(parts[0]).\(parts[1])"] {
            #expect(session.keyID(text, now: 100) == nil)
        }
    }
}
