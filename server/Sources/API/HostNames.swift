import Glibc

/// The host names under which a server may be addressed.
public struct HostNames: Sendable, Equatable {
    private let names: Set<String>
    /// A server that others reach may have many addresses. An address, unlike a name, cannot be
    /// made to point elsewhere by whoever a browser has it from.
    private let takesAddresses: Bool

    /// - Parameters:
    ///   - names: without ports; an IPv6 address without brackets.
    ///   - takesAddresses: also any IP address, written as numbers.
    public init(_ names: [String], takesAddresses: Bool = false) {
        self.names = Set(names.map { String(Self.withoutDot($0[...])).lowercased() })
        self.takesAddresses = takesAddresses
    }

    /// The names of a server that only its own machine reaches.
    public static let loopback = HostNames(["localhost", "127.0.0.1", "::1"])

    /// These, and more.
    public func adding(_ more: [String], takesAddresses: Bool = false) -> HostNames {
        HostNames(Array(names) + more, takesAddresses: takesAddresses || self.takesAddresses)
    }

    /// Whether a request's `Host`, with or without a port, is one of them.
    package func contain(authority: String) -> Bool {
        guard let name = Self.name(authority).map(Self.withoutDot) else { return false }
        return names.contains(name.lowercased()) || (takesAddresses && Self.isAddress(String(name)))
    }

    /// With a dot behind it, a name is to be taken as it is, and not completed.
    private static func withoutDot(_ name: Substring) -> Substring { name.last == "." ? name.dropLast() : name }

    private static func isAddress(_ name: String) -> Bool {
        // Safe: both structures are large enough for the address that is written into them.
        var four = in_addr()
        var six = in6_addr()
        return inet_pton(AF_INET, name, &four) == 1 || inet_pton(AF_INET6, name, &six) == 1
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
