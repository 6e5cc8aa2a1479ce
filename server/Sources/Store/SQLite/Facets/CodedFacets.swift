/// A column of which many rows have the same value: each value once, and for each row which one it has.
///
/// In bytes: how many values there are, in two; the values, in four each; the code of each row, in one, or in two if there are more than 256
/// values. The lowest byte comes first.
enum CodedFacets {
    static func bytes(_ values: some Collection<UInt32>) -> [UInt8] {
        var codes: [UInt32: UInt16] = [:]
        var (known, coded): ([UInt32], [UInt16]) = ([], [])
        coded.reserveCapacity(values.count)
        for value in values {
            let code = codes[value] ?? UInt16(known.count)
            if code == known.count {
                codes[value] = code
                known.append(value)
            }
            coded.append(code)
        }
        var bytes = known.isEmpty ? [] : [UInt8(truncatingIfNeeded: known.count), UInt8(known.count >> 8)]
        for value in known { withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) } }
        if known.count <= 256 {
            for code in coded { bytes.append(UInt8(code)) }
        } else {
            for code in coded { withUnsafeBytes(of: code.littleEndian) { bytes.append(contentsOf: $0) } }
        }
        return bytes
    }

    /// Clears the marks of the rows whose value fails.
    static func clear(_ marks: inout FacetMarks, _ bytes: UnsafeRawBufferPointer, _ passes: (UInt32) -> Bool) {
        let count = bytes.count < 2 ? 0 : Int(bytes.loadUnaligned(as: UInt16.self).littleEndian)
        guard count > 0, bytes.count >= 2 + 4 * count else { return marks.clearAll() }
        let allowed = (0..<count).map { index in
            passes(bytes.loadUnaligned(fromByteOffset: 2 + 4 * index, as: UInt32.self).littleEndian) ? UInt8(1) : 0
        }
        let codes = UnsafeRawBufferPointer(rebasing: bytes[(2 + 4 * count)...])
        switch allowed.reduce(0, { $0 + Int($1) }) {
        case 0: marks.clearAll()
        case count: break
        case 1 where count <= 256:
            let only = UInt8(allowed.firstIndex(of: 1)!)
            marks.clear(codes, as: UInt8.self) { $0 == only }
        default:
            // A code that stands for nothing belongs to no row.
            func isAllowed(_ code: Int) -> Bool { code < count && allowed[code] == 1 }
            if count <= 256 {
                marks.clear(codes, as: UInt8.self) { isAllowed(Int($0)) }
            } else {
                marks.clear(codes, as: UInt16.self) { isAllowed(Int(UInt16(littleEndian: $0))) }
            }
        }
    }
}
