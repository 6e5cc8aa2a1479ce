import Testing
import Web

@Suite("Web: numbers as people read them")
struct QuantityTests {
    @Test("durations", arguments: [
        (0, "0 s"), (-5, "0 s"), (812, "812 ns"), (1_200, "1.20 µs"), (999_999, "999 µs"), (12_345_678, "12.3 ms"), (340_000_000, "340 ms"),
        (1_005_000_000, "1.00 s"), (1_240_000_000, "1.24 s"), (59_999_000_000, "59.9 s"), (60_000_000_000, "1 min"), (123_000_000_000, "2 min 3 s"),
        (3_840_000_000_000, "1 h 4 min"), (90_000_000_000_000, "1 day 1 h"), (.max, "106751 days 23 h"),
    ] as [(Int64, String)])
    func durations(value: Int64, text: String) {
        #expect(Quantity.duration(value) == text)
    }

    @Test("counts and sizes")
    func counts() {
        #expect(Quantity.count(0) == "0")
        #expect(Quantity.count(999) == "999")
        #expect(Quantity.count(1_000) == "1,000")
        #expect(Quantity.count(-1_234_567) == "-1,234,567")
        #expect(Quantity.count(.min) == "-9,223,372,036,854,775,808")
        #expect(Quantity.count(1, "span") == "1 span")
        #expect(Quantity.count(2, "retry", plural: "retries") == "2 retries")
        #expect(Quantity.bytes(999) == "999 B")
        #expect(Quantity.bytes(1_250) == "1.25 kB")
        #expect(Quantity.bytes(.max) == "9223372036 GB")
    }

    @Test("ages")
    func ages() {
        let second: Int64 = 1_000_000_000
        #expect(Quantity.age(of: 0, at: second) == "just now")
        #expect(Quantity.age(of: 0, at: 59 * second) == "59 s ago")
        #expect(Quantity.age(of: 0, at: 3_599 * second) == "59 min ago")
        #expect(Quantity.age(of: 0, at: 86_399 * second) == "23 h ago")
        #expect(Quantity.age(of: 0, at: 86_400 * second) == "1 day ago")
        #expect(Quantity.age(of: 10 * second, at: 0) == "in the future")
        #expect(Quantity.age(of: .min, at: .max) == "long ago")
        #expect(Quantity.age(of: .max, at: .min) == "in the future")
    }
}
