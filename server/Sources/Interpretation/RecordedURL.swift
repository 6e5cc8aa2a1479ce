/// The parts of a URL that are of interest, read without judging whether it is a valid one.
struct RecordedURL {
    let scheme: String?
    /// Lower case; without user, password and port.
    let host: String?
    let port: String?
    /// Begins with a slash, does not end with one, and has no query.
    let path: String

    init(_ text: String) {
        self.init(text, relativeTo: nil)
    }

    /// A URL that names no host takes that of the base.
    init(_ text: String, relativeTo base: RecordedURL?) {
        // Nothing below needs a query or a fragment, and either may hold a secret.
        let text = text.prefix { $0 != "?" && $0 != "#" }
        let rest: Substring
        if let separator = text.firstRange(of: "://") {
            scheme = text[..<separator.lowerBound].lowercased()
            let authority = text[separator.upperBound...].prefix { $0 != "/" }
            rest = text[authority.endIndex...]
            (host, port) = Self.hostAndPort(authority)
        } else {
            scheme = base?.scheme
            host = base?.host
            port = base?.port
            rest = text
        }
        path = "/" + rest.split(separator: "/").joined(separator: "/")
    }

    /// The whole, without user, password, query and fragment: those may be secret.
    var text: String {
        guard let host else { return path }
        let shownHost = host.contains(":") ? "[\(host)]" : host
        let origin = "\(scheme ?? "https")://\(shownHost)\(port.map { ":" + $0 } ?? "")"
        return path == "/" ? origin : origin + path
    }

    /// Whether the last components of the path are these.
    func ends(with components: String...) -> Bool {
        path.split(separator: "/").suffix(components.count).elementsEqual(components) { $0 == $1 }
    }

    /// The component behind this one.
    func component(after name: String) -> String? {
        let components = path.split(separator: "/")
        guard let position = components.firstIndex(where: { $0 == name }) else { return nil }
        return components[(position + 1)...].first.map(String.init)
    }

    private static func hostAndPort(_ authority: Substring) -> (String?, String?) {
        let host = authority.lastIndex(of: "@").map { authority[authority.index(after: $0)...] } ?? authority
        if host.first == "[", let end = host.firstIndex(of: "]") {
            let port = host[host.index(after: end)...].drop { $0 == ":" }
            return (host[..<end].dropFirst().lowercased(), port.isEmpty ? nil : String(port))
        }
        let parts = host.split(separator: ":", maxSplits: 1)
        return (parts.first?.lowercased(), parts.count == 2 ? String(parts[1]) : nil)
    }
}
