import Glibc

/// An address of this machine to listen on.
struct ListenAddress {
    /// As numbers.
    let text: String
    /// Only its own machine reaches it.
    let isLoopback: Bool

    /// `nil` for what is neither an IP address nor `localhost`.
    init?(_ host: String) {
        let host = host.hasPrefix("[") && host.hasSuffix("]") ? String(host.dropFirst().dropLast()) : host
        // Safe: both structures are large enough for the address that is written into them.
        var four = in_addr()
        var six = in6_addr()
        if host == "localhost" {
            text = "127.0.0.1"
            isLoopback = true
        } else if inet_pton(AF_INET, host, &four) == 1 {
            text = host
            isLoopback = host.hasPrefix("127.")
        } else if inet_pton(AF_INET6, host, &six) == 1 {
            text = host
            isLoopback = withUnsafeBytes(of: six) { bytes in
                bytes.dropLast().allSatisfy { $0 == 0 } && bytes.last == 1
            }
        } else {
            return nil
        }
    }

    /// As in the address of a page.
    var urlHost: String { text.contains(":") ? "[\(text)]" : text }
}
