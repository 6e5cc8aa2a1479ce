/// What a model's tokens cost, in US dollars for a million of them.
public struct Price: Sendable, Equatable {
    /// The model's name, in which `*` stands for any text, such as `gpt-4o-mini*`.
    public var pattern: String
    /// It holds for spans that began at this time or later, in nanoseconds since 1970.
    public var since: Int64
    public var input: Double
    /// `nil`: as other input.
    public var cachedInput: Double?
    public var output: Double
    /// `nil`: as other output.
    public var reasoning: Double?
    /// It came with Martlet. Any that fits and that a user gave comes before it.
    public var isDefault: Bool

    public init(
        pattern: String, since: Int64 = 0, input: Double, cachedInput: Double? = nil,
        output: Double, reasoning: Double? = nil, isDefault: Bool = false
    ) {
        self.pattern = pattern
        self.since = since
        self.input = input
        self.cachedInput = cachedInput
        self.output = output
        self.reasoning = reasoning
        self.isDefault = isDefault
    }
}

extension Price {
    /// Whether the pattern is that of this model.
    public func matches(_ model: String) -> Bool {
        Self.matches(Array(pattern.utf8)[...], Array(model.utf8)[...])
    }

    /// How much of a name the pattern says; the one that says most is taken.
    var literalLength: Int { pattern.utf8.count { $0 != UInt8(ascii: "*") } }

    /// Goes back to the last `*` alone, so that no pattern takes more than the product of the lengths.
    private static func matches(_ pattern: ArraySlice<UInt8>, _ text: ArraySlice<UInt8>) -> Bool {
        var (pattern, text) = (pattern, text)
        var retry: (pattern: ArraySlice<UInt8>, text: ArraySlice<UInt8>)?
        while !text.isEmpty {
            if pattern.first == UInt8(ascii: "*") {
                pattern = pattern.dropFirst()
                retry = (pattern, text)
            } else if let next = pattern.first, next == text.first {
                (pattern, text) = (pattern.dropFirst(), text.dropFirst())
            } else if let place = retry {
                retry = (place.pattern, place.text.dropFirst())
                (pattern, text) = (place.pattern, place.text.dropFirst())
            } else {
                return false
            }
        }
        return pattern.allSatisfy { $0 == UInt8(ascii: "*") }
    }
}
