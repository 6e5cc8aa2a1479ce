import Glibc

/// The time of day.
package enum Clock {
    /// Nanoseconds since 1970.
    package static func now() -> Int64 {
        var time = timespec()
        // Safe: the structure lives through the call, which writes nothing else.
        clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }

    /// Seconds since 1970.
    static func seconds() -> Int64 { now() / 1_000_000_000 }
}
