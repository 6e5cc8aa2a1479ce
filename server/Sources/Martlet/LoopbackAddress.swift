/// An address that only its own machine reaches.
struct LoopbackAddress {
    /// As numbers.
    let text: String

    /// `nil` for any other address or name.
    init?(_ host: String) {
        let octets = host.split(separator: ".", omittingEmptySubsequences: false)
        if host == "localhost" {
            text = "127.0.0.1"
        } else if host == "::1" || host == "[::1]" {
            text = "::1"
        } else if octets.count == 4, octets[0] == "127", octets.allSatisfy({ UInt8($0) != nil }) {
            text = host
        } else {
            return nil
        }
    }

    /// As in the address of a page.
    var urlHost: String { text.contains(":") ? "[\(text)]" : text }
}
