/// How many spans took how long, in buckets whose width grows with the time.
///
/// Sixteen buckets for each doubling: a percentile is off by 3.2 % at most. Two histograms are merged
/// by adding their counts, and a span is taken out again the same way. Times up to 16 ns are exact.
public struct LatencyHistogram: Sendable, Equatable {
    /// A bucket, and how many fell into it.
    private struct Entry: Sendable, Equatable {
        var bucket: UInt16
        var count: Int
    }

    /// By their buckets; those without any are not there.
    private var entries: [Entry] = []

    public init() {}

    /// How many are in it.
    public var count: Int { entries.reduce(0) { $0 &+ $1.count } }

    /// Adds a time in nanoseconds, or takes it out with `-1`.
    public mutating func add(_ time: Int64, count: Int = 1) {
        add(bucket: Self.bucket(time), count: count)
    }

    /// Adds all of another one.
    public mutating func merge(_ other: LatencyHistogram) {
        merge(other.entries)
    }

    /// Adds entries that are in the order of their buckets.
    private mutating func merge(_ others: [Entry]) {
        guard !entries.isEmpty else { return entries = others }
        var merged: [Entry] = []
        merged.reserveCapacity(entries.count + others.count)
        var place = 0
        for other in others {
            while place < entries.count, entries[place].bucket < other.bucket {
                merged.append(entries[place])
                place += 1
            }
            var sum = other
            if place < entries.count, entries[place].bucket == other.bucket {
                sum.count &+= entries[place].count
                place += 1
            }
            if sum.count != 0 { merged.append(sum) }
        }
        merged += entries[place...]
        entries = merged
    }

    /// The time in nanoseconds that this share of all did not exceed; `nil` if there are none.
    public func percentile(_ share: Double) -> Int64? {
        let total = count
        guard total > 0 else { return nil }
        let rank = max(1, Int((Double(total) * min(max(share, 0), 1)).rounded(.up)))
        var sum = 0
        for entry in entries {
            sum += entry.count
            if sum >= rank { return Self.middle(of: entry.bucket) }
        }
        return nil
    }

    private mutating func add(bucket: UInt16, count: Int) {
        // The first that is not below it.
        var (place, end) = (0, entries.count)
        while place < end {
            let middle = (place + end) / 2
            if entries[middle].bucket < bucket { place = middle + 1 } else { end = middle }
        }
        guard place < entries.count, entries[place].bucket == bucket else {
            if count != 0 { entries.insert(Entry(bucket: bucket, count: count), at: place) }
            return
        }
        entries[place].count &+= count
        if entries[place].count == 0 { entries.remove(at: place) }
    }

    /// The first sixteen hold one value each; then the upper four bits after the leading one tell.
    private static func bucket(_ time: Int64) -> UInt16 {
        let time = UInt64(max(0, time))
        guard time >= 16 else { return UInt16(time) }
        let exponent = 63 - time.leadingZeroBitCount
        return UInt16((exponent - 3) << 4 | Int(time >> UInt64(exponent - 4) & 15))
    }

    private static func middle(of bucket: UInt16) -> Int64 {
        guard bucket >= 16 else { return Int64(bucket) }
        let shift = UInt64(bucket >> 4) - 1
        guard shift < 59 else { return .max }
        let low = (UInt64(bucket & 15) | 16) << shift
        return Int64(clamping: low &+ (UInt64(1) << shift) / 2)
    }
}

extension LatencyHistogram {
    /// Bucket (two bytes) and count (four bytes, little-endian) of each bucket, in their order.
    package var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(entries.count * 6)
        for entry in entries {
            bytes.append(UInt8(entry.bucket & 0xFF))
            bytes.append(UInt8(entry.bucket >> 8))
            let count = UInt32(clamping: entry.count)
            for shift in stride(from: 0, to: 32, by: 8) { bytes.append(UInt8(truncatingIfNeeded: count >> UInt32(shift))) }
        }
        return bytes
    }

    /// Adds what ``bytes`` wrote; what is left over at the end is ignored.
    package mutating func merge(bytes: [UInt8]) {
        var others: [Entry] = []
        others.reserveCapacity(bytes.count / 6)
        var position = 0
        while position + 6 <= bytes.count {
            let bucket = UInt16(bytes[position]) | UInt16(bytes[position + 1]) << 8
            var count = 0
            for place in (position + 2..<position + 6).reversed() { count = count << 8 | Int(bytes[place]) }
            // Whatever a damaged file holds, the order stays.
            if count != 0, others.last.map({ $0.bucket < bucket }) ?? true {
                others.append(Entry(bucket: bucket, count: count))
            }
            position += 6
        }
        merge(others)
    }
}
