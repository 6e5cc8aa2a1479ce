/// Why something that was sent is no batch of records.
public struct WireError: Error, Sendable, Equatable, CustomStringConvertible {
    /// Where, and what is wrong there.
    public let description: String

    init(_ place: String, _ problem: String) {
        description = "\(place): \(problem)"
    }
}
