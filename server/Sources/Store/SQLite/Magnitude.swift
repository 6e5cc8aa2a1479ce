/// How large a number is: the place of its highest bit, counted from 1; 0 for nothing.
///
/// An index over it and the time finds what exceeds a limit in the order of time, where one over the
/// number itself would have to sort all that it finds.
enum Magnitude {
    /// The greatest there is.
    static let limit = 64

    static func of(_ value: Int64) -> Int { value <= 0 ? 0 : 64 - value.leadingZeroBitCount }

    static func of(_ value: Int64?) -> Int? { value.map { of($0) } }

    static func of(_ value: Int?) -> Int? { value.map { of(Int64($0)) } }

    /// Of a duration.
    static func of(_ end: Int64?, since start: Int64) -> Int? {
        end.map { of($0.subtractingReportingOverflow(start).partialValue) }
    }
}
