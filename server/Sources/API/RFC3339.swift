import Model

/// Times as the API writes them; ``Timestamp/nanoseconds(parsing:)`` reads them.
package enum RFC3339 {
    /// Such as `2026-11-21T05:16:58.123456789Z`: always UTC, always nine digits, so that texts
    /// sort as times do.
    package static func text(_ nanoseconds: Int64) -> String {
        Timestamp(nanoseconds: nanoseconds).rfc3339
    }
}
