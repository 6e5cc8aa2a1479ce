/// A number of bytes as people write it: `500MB`, `20GiB`, `1000000`.
public struct ByteSize: Sendable, Equatable {
    public let bytes: Int

    public init(bytes: Int) {
        self.bytes = bytes
    }

    /// `nil` for what is no such number, and for what no 63 bits hold.
    public init?(_ text: String) {
        let digits = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        let unit = text[digits.endIndex...].drop { $0 == " " }.lowercased()
        let power: Double
        switch unit {
        case "", "b": power = 1
        case "k", "kb": power = 1e3
        case "m", "mb": power = 1e6
        case "g", "gb": power = 1e9
        case "t", "tb": power = 1e12
        case "kib": power = 0x1p10
        case "mib": power = 0x1p20
        case "gib": power = 0x1p30
        case "tib": power = 0x1p40
        default: return nil
        }
        guard let number = Double(digits), number * power < 0x1p62 else { return nil }
        bytes = Int(number * power)
    }
}

extension ByteSize: CustomStringConvertible {
    /// With one decimal, in the largest unit of which there is at least one.
    public var description: String {
        let units: [(String, Int)] = [("TB", 1_000_000_000_000), ("GB", 1_000_000_000), ("MB", 1_000_000), ("kB", 1_000)]
        for (name, size) in units where bytes >= size {
            let tenths = bytes / (size / 10)
            return "\(tenths / 10).\(tenths % 10) \(name)"
        }
        return "\(bytes) bytes"
    }
}
