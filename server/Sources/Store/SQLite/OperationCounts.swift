import Model

/// How many spans of a trace are of which operation. Those that are nothing in particular are not counted: they are all others.
///
/// A value without memory of its own, as ``StatusCounts`` is.
struct OperationCounts {
    private var counts = InlineArray<16, Int32>(repeating: 0)

    init() {}

    /// From numbers of operations with their counts, as ``text`` writes them.
    init(_ text: String) {
        for pair in text.utf8.split(separator: UInt8(ascii: " ")) {
            let parts = pair.split(separator: UInt8(ascii: ":")).compactMap { Int(Substring($0)) }
            guard parts.count == 2, counts.indices.contains(parts[0]) else { continue }
            counts[parts[0]] = Int32(clamping: parts[1])
        }
    }

    /// Such as `2:5 10:1`.
    var text: String {
        var text = ""
        for code in counts.indices where counts[code] != 0 {
            if !text.isEmpty { text += " " }
            text += "\(code):\(counts[code])"
        }
        return text
    }

    /// Counts a span under another operation.
    mutating func exchange(_ old: Meaning.Operation, for new: Meaning.Operation) {
        if old != .span { counts[old.code] &-= 1 }
        if new != .span { counts[new.code] &+= 1 }
    }

    /// The operations that there are, a bit for each, where that many spans are counted in all.
    func present(of spans: Int) -> Int {
        var present = 0
        var others = spans
        for code in counts.indices where counts[code] > 0 {
            present |= 1 << code
            others -= Int(counts[code])
        }
        return others > 0 ? present | 1 << Meaning.Operation.span.code : present
    }
}
