/// Where a server is: `http` or `https`, a host, and a path that all of its own begin with.
public struct ServerURL: Sendable, Equatable, CustomStringConvertible {
    public let isSecure: Bool
    /// An IPv6 address without brackets.
    public let host: String
    public let port: Int
    /// Empty, or begins with `/` and does not end with it.
    public let path: String

    /// `nil` for anything else, such as an address with a user or a query.
    public init?(_ text: String) {
        var rest = Substring(text)
        if rest.lowercased().hasPrefix("https://") {
            isSecure = true
        } else if rest.lowercased().hasPrefix("http://") {
            isSecure = false
        } else {
            return nil
        }
        rest = rest.dropFirst(isSecure ? 8 : 7)
        let isPlain = rest.utf8.allSatisfy { (0x21...0x7E).contains($0) }
        guard isPlain, !rest.contains(where: { "@?#\\".contains($0) }) else { return nil }
        let authority = rest.prefix { $0 != "/" }
        var path = String(rest[authority.endIndex...])
        while path.hasSuffix("/") { path.removeLast() }
        self.path = path
        let name: Substring
        let number: Substring
        if authority.hasPrefix("[") {
            guard let end = authority.firstIndex(of: "]") else { return nil }
            name = authority[authority.index(after: authority.startIndex)..<end]
            number = authority[authority.index(after: end)...]
        } else {
            name = authority.prefix { $0 != ":" }
            number = authority[name.endIndex...]
        }
        guard !name.isEmpty else { return nil }
        host = String(name)
        if number.isEmpty {
            port = isSecure ? 443 : 80
        } else {
            guard number.hasPrefix(":"), let value = UInt16(number.dropFirst()), value > 0 else { return nil }
            port = Int(value)
        }
    }

    /// As a request's `Host`.
    var authority: String {
        let name = host.contains(":") ? "[\(host)]" : host
        return port == (isSecure ? 443 : 80) ? name : "\(name):\(port)"
    }

    public var description: String { "\(isSecure ? "https" : "http")://\(authority)\(path)" }
}
