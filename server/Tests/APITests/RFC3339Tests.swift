import API
import Model
import Testing

@Suite struct RFC3339Tests {
    @Test(arguments: [
        (0, "1970-01-01T00:00:00.000000000Z"), (-1, "1969-12-31T23:59:59.999999999Z"),
        (951_782_400_000_000_000, "2000-02-29T00:00:00.000000000Z"), (1_795_238_218_123_456_789, "2026-11-21T05:16:58.123456789Z"),
        (4_107_542_399_000_000_000, "2100-02-28T23:59:59.000000000Z"), (4_107_542_400_000_000_000, "2100-03-01T00:00:00.000000000Z"),
        (Int64.max, "2262-04-11T23:47:16.854775807Z"), (Int64.min, "1677-09-21T00:12:43.145224192Z"),
    ] as [(Int64, String)])
    func bothWays(nanoseconds: Int64, text: String) {
        #expect(RFC3339.text(nanoseconds) == text)
        // The first representable second begins before the first representable nanosecond.
        if nanoseconds != .min { #expect(Timestamp.nanoseconds(parsing: text) == nanoseconds) }
    }

    @Test(arguments: [
        ("2026-11-21T05:16:58Z", 1_795_238_218_000_000_000), ("2026-11-21t05:16:58z", 1_795_238_218_000_000_000),
        ("2026-11-21T06:46:58+01:30", 1_795_238_218_000_000_000), ("2026-11-20T21:16:58.5-08:00", 1_795_238_218_500_000_000),
        ("2016-12-31T23:59:60Z", 1_483_228_800_000_000_000), ("1795238218123456789", 1_795_238_218_123_456_789), ("0", 0),
        ("2026-11-21", 1_795_219_200_000_000_000), ("2000-02-29", 951_782_400_000_000_000), ("1969-12-31", -86_400_000_000_000),
        ("2026-11-21T05:16:58", 1_795_238_218_000_000_000), ("2026-11-21T05:16Z", 1_795_238_160_000_000_000),
    ] as [(String, Int64)])
    func forms(text: String, nanoseconds: Int64) {
        #expect(Timestamp.nanoseconds(parsing: text) == nanoseconds)
    }

    @Test(arguments: [
        "", " ", "-1", "+1", "1e9", "9223372036854775808", "2026-11", "2026-11-21T", "2026-11-21T05", "2026-11-21Z", "2026-11-21 05:16:58 02:00",
        "2026-1-1", "21-11-2026", "2026/11/21", "2026-11-21T05:16:58Z, ", "today", "2026-02-30", "2026-11-31T00:00:00Z", "2025-02-29T00:00:00Z", "2100-02-29T00:00:00Z", "2026-00-01T00:00:00Z", "2026-01-00T00:00:00Z",
        "2026-01-01T24:00:00Z", "2026-01-01T00:60:00Z", "2026-01-01T00:00:61Z", "2026-01-01T00:00:00.Z", "2026-01-01T00:00:00.1234567890Z",
        "2026-01-01T00:00:00+1:00", "2026-01-01T00:00:00+24:00", "2026-01-01T00:00:00ZZ", "9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z",
        "２０２６-01-01T00:00:00Z",
    ])
    func whatIsNoTime(text: String) {
        #expect(Timestamp.nanoseconds(parsing: text) == nil)
    }

    @Test func everyDayOfFourCenturiesComesBack() {
        for day in stride(from: Int64(-106_000), through: 106_000, by: 1) {
            let nanoseconds = day * 86_400_000_000_000
            let text = RFC3339.text(nanoseconds)
            if Timestamp.nanoseconds(parsing: text) != nanoseconds {
                Issue.record("\(text)")
                return
            }
        }
    }
}
