/// What a record holds.
public enum RecordKind: UInt8, Sendable {
    /// Nothing: a place that was reserved and not needed.
    case filler = 0
    case process = 1
    case name = 2
    case spanStart = 3
    case spanEnd = 4
    case payload = 5
}
