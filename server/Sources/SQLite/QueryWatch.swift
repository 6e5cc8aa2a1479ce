import Execution
import Glibc

/// Looks at the clock and at the process's memory while a query runs.
final class QueryWatch {
    /// Why the query was stopped.
    private(set) var reason: QueryError?
    private var deadline: UInt64 = .max
    private var memoryLimit = Int.max
    private var nextLook: UInt64 = 0

    /// Memory is looked at so often: it takes some microseconds.
    private static let lookInterval: UInt64 = 5_000_000

    func begin(_ limits: QueryLimits) {
        reason = nil
        let now = Self.now()
        let (end, isLate) = now.addingReportingOverflow(limits.nanoseconds)
        deadline = isLate ? .max : end
        memoryLimit = ProcessMemory.residentBytes.addingReportingOverflow(limits.memoryBytes).partialValue
        nextLook = now + Self.lookInterval
    }

    func end() {
        deadline = .max
        memoryLimit = .max
    }

    /// SQLite asks this every thousand steps.
    func mustStop() -> Bool {
        let now = Self.now()
        if now > deadline {
            reason = .tooSlow
            return true
        }
        guard now > nextLook else { return false }
        nextLook = now + Self.lookInterval
        guard ProcessMemory.residentBytes > memoryLimit else { return false }
        reason = .tooMuchMemory
        return true
    }

    private static func now() -> UInt64 {
        var time = timespec()
        // Safe: the structure lives through the call, which writes nothing else.
        clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }
}
