import Model

extension Timestamp {
    /// `2026-11-21 05:16:58.123`.
    package var text: String {
        "\(dateText) \(clockText).\(Self.padded(nanosecond / 1_000_000, 3))"
    }

    /// `2026-11-21 05:16`.
    var minuteText: String { "\(dateText) \(clockText.prefix(5))" }

    /// As a form's field for date and time has it: `2026-11-21T05:16`, with
    /// seconds if there are any.
    package var fieldText: String { "\(dateText)T\(second == 0 ? String(clockText.prefix(5)) : clockText)" }
}
