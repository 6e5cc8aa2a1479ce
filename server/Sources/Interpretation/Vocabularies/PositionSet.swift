/// Some of the places of a list, most of which are short.
struct PositionSet {
    private var low: UInt64 = 0
    private var high: Set<Int> = []

    mutating func insert(_ position: Int) {
        if position < 64 { low |= 1 << UInt64(position) } else { high.insert(position) }
    }

    func contains(_ position: Int) -> Bool {
        position < 64 ? low & 1 << UInt64(position) != 0 : high.contains(position)
    }
}
