/// A part of a list.
public struct Page<Element: Sendable>: Sendable {
    public var elements: [Element]
    /// Gives the next part; `nil` after the last one.
    public var nextCursor: String?

    public init(elements: [Element], nextCursor: String? = nil) {
        self.elements = elements
        self.nextCursor = nextCursor
    }
}

extension Page: Equatable where Element: Equatable {}
