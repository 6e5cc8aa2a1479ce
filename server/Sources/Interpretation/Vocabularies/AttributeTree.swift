import JSON

/// Names with dots as a tree: `0.message.role` is the role of the message of the first element.
struct AttributeTree {
    /// Deeper names than any vocabulary has are cut here, so that none can exhaust the stack.
    private static let depthLimit = 12

    private(set) var value: JSONValue?
    private var children: [Substring: AttributeTree] = [:]

    init(_ members: [JSONObject.Member] = []) {
        for member in members {
            let path = member.name.split(separator: ".", maxSplits: Self.depthLimit)
            set(path[...], member.value)
        }
    }

    /// What is under that name.
    subscript(name: Substring) -> AttributeTree? { children[name] }

    /// What is under those names, one in the other.
    func value(_ path: Substring...) -> JSONValue? {
        var node: AttributeTree? = self
        for name in path { node = node?[name] }
        return node?.value
    }

    /// What is under numbers, in their order.
    var elements: [AttributeTree] {
        children.compactMap { name, child in Int(name).map { (number: $0, child: child) } }
            .sorted { $0.number < $1.number }.map(\.child)
    }

    private mutating func set(_ path: ArraySlice<Substring>, _ value: JSONValue) {
        guard let name = path.first else {
            self.value = value
            return
        }
        children[name, default: AttributeTree()].set(path.dropFirst(), value)
    }
}
