import Bytes

/// The members of a JSON object in the order in which they were written, each name once.
public struct JSONObject: Sendable, Equatable {
    /// A name and its value.
    public typealias Member = (name: String, value: JSONValue)

    /// The members in their order.
    public private(set) var members: [Member]

    /// From this many members on, names are found through an index: a linear search for each
    /// would let a hostile object with many names take quadratic time.
    private static let indexedCount = 16
    private var index: [String: Int]
    /// One bit for what each name looks like: most names that are asked for and not there are seen
    /// to be missing without a comparison.
    private var looks: UInt64 = 0
    /// One bit for the first bytes of each name.
    private var beginnings: UInt64 = 0

    public init() {
        members = []
        index = [:]
    }

    /// No members, and room for some.
    public init(expectedCount: Int) {
        self.init()
        members.reserveCapacity(expectedCount)
    }

    /// Where a name comes twice, the last value wins, at the place of the first.
    public init(_ members: some Sequence<(String, JSONValue)>) {
        self.init(expectedCount: members.underestimatedCount)
        for (name, value) in members { set(name, value) }
    }

    public var isEmpty: Bool { members.isEmpty }

    public var count: Int { members.count }

    /// The value of that name.
    public subscript(name: String) -> JSONValue? {
        position(of: name).map { members[$0].value }
    }

    /// Gives a name its value: a new one at the end, a known one at its place.
    public mutating func set(_ name: consuming String, _ value: consuming JSONValue) {
        if let position = position(of: name) {
            members[position].value = value
        } else {
            append(name, value)
        }
    }

    /// The bit of a name, from its length and its last byte.
    private static func look(_ name: String) -> UInt64 {
        name.withBytes { bytes in 1 << UInt64((bytes.count &* 7 &+ Int(bytes.last ?? 0)) & 63) }
    }

    /// The bit of how a name begins; all bits of what is too short to tell.
    private static func beginning(_ name: String) -> UInt64 {
        name.withBytes { bytes in
            guard bytes.count >= 4 else { return .max }
            let first = UInt64(bytes[0]) | UInt64(bytes[1]) << 8 | UInt64(bytes[2]) << 16 | UInt64(bytes[3]) << 24
            return 1 << ((first &* 0x9E37_79B9_7F4A_7C15) >> 58)
        }
    }

    /// `false` if no name begins so, which is seen at once.
    public func mayHaveNames(beginningWith prefix: String) -> Bool {
        beginnings & Self.beginning(prefix) != 0
    }

    /// Where in ``members`` that name is.
    public func position(of name: String) -> Int? {
        guard looks & Self.look(name) != 0 else { return nil }
        if members.count < Self.indexedCount {
            // Most names differ in their length. By position: a member that is copied is counted.
            let length = name.utf8.count
            return members.indices.first { members[$0].name.utf8.count == length && members[$0].name == name }
        }
        return index[name]
    }

    private mutating func append(_ name: consuming String, _ value: consuming JSONValue) {
        looks |= Self.look(name)
        beginnings |= Self.beginning(name)
        if members.count >= Self.indexedCount { index[copy name] = members.count }
        members.append((consume name, consume value))
        guard members.count == Self.indexedCount else { return }
        for (position, member) in members.enumerated() { index[member.name] = position }
    }

    /// Equal members in the same order.
    public static func == (left: JSONObject, right: JSONObject) -> Bool {
        left.members.elementsEqual(right.members) { $0.name == $1.name && $0.value == $1.value }
    }
}
