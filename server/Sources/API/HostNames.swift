/// The host names under which a server may be addressed.
public struct HostNames: Sendable, Equatable {
    private let names: Set<String>

    /// - Parameter names: without ports; an IPv6 address without brackets.
    public init(_ names: [String]) {
        self.names = Set(names.map { $0.lowercased() })
    }

    /// The names of a server that only its own machine reaches.
    public static let loopback = HostNames(["localhost", "127.0.0.1", "::1"])

    /// These, and one more.
    public func adding(_ name: String) -> HostNames {
        HostNames(Array(names) + [name])
    }

    /// Whether a request's `Host`, with or without a port, is one of them.
    package func contain(authority: String) -> Bool {
        guard let name = Self.name(authority) else { return false }
        return names.contains(name.lowercased())
    }

    /// The name without the port; `nil` if that is not how a host is written.
    private static func name(_ authority: String) -> Substring? {
        let name: Substring
        let rest: Substring
        if authority.hasPrefix("[") {
            guard let end = authority.firstIndex(of: "]") else { return nil }
            name = authority[authority.index(after: authority.startIndex)..<end]
            rest = authority[authority.index(after: end)...]
        } else {
            name = authority.prefix { $0 != ":" }
            rest = authority[name.endIndex...]
        }
        guard rest.isEmpty || (rest.first == ":" && UInt16(rest.dropFirst()) != nil) else { return nil }
        return name
    }
}
