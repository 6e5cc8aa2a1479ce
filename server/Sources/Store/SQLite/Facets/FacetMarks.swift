/// Which rows of a chunk may still belong to a list.
struct FacetMarks {
    /// 1 for each that may.
    private var marks: [UInt8]

    init(count: Int) {
        marks = [UInt8](repeating: 1, count: count)
    }

    /// Whether none may.
    var isEmpty: Bool {
        // Without an end at the first one, the compiler takes many at once.
        marks.withUnsafeBufferPointer { marks in marks.reduce(0) { $0 | $1 } } == 0
    }

    subscript(index: Int) -> Bool { marks[index] == 1 }

    mutating func clearAll() {
        for index in marks.indices { marks[index] = 0 }
    }

    /// Clears those of the rows whose value in a column fails, and of those behind the column's end.
    @inline(__always)
    mutating func clear<Value: BitwiseCopyable>(
        _ column: UnsafeRawBufferPointer, as type: Value.Type, _ passes: (Value) -> Bool
    ) {
        let width = MemoryLayout<Value>.size
        let count = min(marks.count, column.count / width)
        for index in count..<marks.count { marks[index] = 0 }
        guard let start = column.baseAddress else { return }
        marks.withUnsafeMutableBufferPointer { marks in
            // Safe: `count` values and marks are there. Without checks at each, the compiler takes many at once.
            for index in 0..<count {
                marks[index] &= passes(start.loadUnaligned(fromByteOffset: index &* width, as: type)) ? 1 : 0
            }
        }
    }

    /// Clears those of the rows whose bytes in two columns fail.
    @inline(__always)
    mutating func clear(_ first: [UInt8], _ second: UnsafeRawBufferPointer, _ passes: (UInt8, UInt8) -> Bool) {
        for index in 0..<min(marks.count, first.count, second.count) {
            marks[index] &= passes(first[index], second[index]) ? 1 : 0
        }
    }

    /// Whether a row that may belong to the list has such a byte in a column.
    @inline(__always)
    func contains(_ column: UnsafeRawBufferPointer, where isSought: (UInt8) -> Bool) -> Bool {
        marks.withUnsafeBufferPointer { marks in
            var found: UInt8 = 0
            // Without an end at the first one, the compiler takes many at once.
            for index in 0..<min(marks.count, column.count) { found |= marks[index] & (isSought(column[index]) ? 1 : 0) }
            return found != 0
        }
    }
}
