import Bytes

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
        pattern.withBytes { pattern in model.withBytes { Self.matches(pattern, $0) } }
    }

    /// How much of a name the pattern says; the one that says most is taken.
    var literalLength: Int { pattern.utf8.count { $0 != UInt8(ascii: "*") } }

    /// Goes back to the last `*` alone, so that no pattern takes more than the product of the lengths.
    private static func matches(_ pattern: UnsafeBufferPointer<UInt8>, _ text: UnsafeBufferPointer<UInt8>) -> Bool {
        var (inPattern, inText) = (0, 0)
        /// Behind the last `*`, and where the text went on there.
        var retry: (inPattern: Int, inText: Int)?
        while inText < text.count {
            if inPattern < pattern.count, pattern[inPattern] == UInt8(ascii: "*") {
                inPattern += 1
                retry = (inPattern, inText)
            } else if inPattern < pattern.count, pattern[inPattern] == text[inText] {
                (inPattern, inText) = (inPattern + 1, inText + 1)
            } else if let place = retry {
                (inPattern, inText) = (place.inPattern, place.inText + 1)
                retry = (inPattern, inText)
            } else {
                return false
            }
        }
        return pattern[inPattern...].allSatisfy { $0 == UInt8(ascii: "*") }
    }
}
