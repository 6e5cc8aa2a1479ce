/// A part of a list.
public struct Page<Element: Sendable>: Sendable {
    public var elements: [Element]
    /// Gives the next part; `nil` after the last one.
    public var nextCursor: String?
    /// `false` if more belongs, or may belong, into the list: what was acknowledged cannot be put into the tables now; or words were asked
    /// for, and the index of words does not have those of all spans.
    public var isComplete: Bool

    public init(elements: [Element], nextCursor: String? = nil, isComplete: Bool = true) {
        self.elements = elements
        self.nextCursor = nextCursor
        self.isComplete = isComplete
    }
}

extension Page: Equatable where Element: Equatable {}
