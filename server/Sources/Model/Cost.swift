/// Money that a call cost, in US dollars; every part is `nil` where nobody said.
public struct Cost: Sendable, Equatable, Codable {
    public var input: Double?
    public var output: Double?
    public var total: Double?

    public init(input: Double? = nil, output: Double? = nil, total: Double? = nil) {
        self.input = input
        self.output = output
        self.total = total
    }
}
