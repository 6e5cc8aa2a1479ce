import JSON

/// Names with dots as a tree: `0.message.role` is the role of the message of the first element.
struct AttributeTree {
    /// Deeper names than any vocabulary has are cut here, so that none can exhaust the stack.
    private static let depthLimit = 12
    /// From this many on, what is under a name is found through an index: a linear search for each
    /// would let a hostile span take quadratic time.
    private static let indexedCount = 16

    private(set) var value: JSONValue?
    private var names: [String] = []
    private var children: [AttributeTree] = []
    private var index: [String: Int] = [:]

    init(_ members: [JSONObject.Member] = []) {
        for member in members {
            var name = member.name
            name.withUTF8 { set($0[...], member.value, depth: 0) }
        }
    }

    /// What is under numbers in a tree of these, in their order.
    static func elements(_ members: [JSONObject.Member]) -> [AttributeTree] {
        members.isEmpty ? [] : AttributeTree(members).elements
    }

    /// How many names are right under this one.
    var count: Int { names.count }

    /// What is under that name.
    subscript(name: String) -> AttributeTree? { position(of: name).map { children[$0] } }

    /// What is under those names, one in the other.
    func value(_ path: String...) -> JSONValue? {
        guard let name = path.first, let position = position(of: name) else { return nil }
        guard path.count > 1 else { return children[position].value }
        var node = self[name]
        for name in path.dropFirst() { node = node?[name] }
        return node?.value
    }

    /// What is under numbers, in their order.
    var elements: [AttributeTree] {
        guard !names.isEmpty else { return [] }
        var found: [(number: Int, position: Int)] = []
        for (position, name) in names.enumerated() {
            if let number = Int(name) { found.append((number, position)) }
        }
        found.sort { ($0.number, $0.position) < ($1.number, $1.position) }
        return found.map { children[$0.position] }
    }

    /// Puts a value under the names that are left, which have dots between them; empty ones do not count.
    private mutating func set(_ path: Slice<UnsafeBufferPointer<UInt8>>, _ value: JSONValue, depth: Int) {
        let isLast = depth == Self.depthLimit
        let path = isLast ? path : path.drop { $0 == UInt8(ascii: ".") }
        guard !path.isEmpty else {
            self.value = value
            return
        }
        let end = isLast ? path.endIndex : path.firstIndex(of: UInt8(ascii: ".")) ?? path.endIndex
        let child = child(String(decoding: path[..<end], as: UTF8.self))
        children[child].set(path[end...].dropFirst(), value, depth: depth + 1)
    }

    /// Where the one of that name is, which is made if there is none.
    private mutating func child(_ name: String) -> Int {
        if let position = position(of: name) { return position }
        names.append(name)
        children.append(AttributeTree())
        if names.count == Self.indexedCount {
            for (position, name) in names.enumerated() { index[name] = position }
        } else if names.count > Self.indexedCount {
            index[name] = names.count - 1
        }
        return names.count - 1
    }

    private func position(of name: String) -> Int? {
        names.count < Self.indexedCount ? names.firstIndex(of: name) : index[name]
    }
}
