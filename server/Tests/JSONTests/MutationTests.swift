import JSON
import Testing

@Suite("JSON: mutated text")
struct MutationTests {
    /// A small generator with a fixed start, so that a failure can be repeated.
    struct Generator: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var value = state
            value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
            value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
            return value ^ (value >> 31)
        }
    }

    @Test("never traps; strict text and salvaged text agree; what is read can be written and read",
        .timeLimit(.minutes(15)), arguments: 0..<8 as Range<UInt64>)
    func mutations(seed: UInt64) throws {
        var generator = Generator(state: seed)
        let original = Array(#"{"a":[1,-2.5e3,"x\n\ud83d\ude00é😀"],"b":{"c":true,"d":null,"a":1},"e":"end"}"#.utf8)
        let tokens: [[UInt8]] = ["{", "}", "[", "]", "\"", "\\", "\\u", "d83d", ",", ":", "1", "-", ".", "e", "\u{0}"]
            .map { Array($0.utf8) } + [[0xFF], [0xC3], [0xE2, 0x82], [0xF0, 0x9F]]
        for _ in 0..<5_000 {
            var text = original
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                let start = Int.random(in: 0...text.count, using: &generator)
                let end = Int.random(in: start...min(text.count, start + 6), using: &generator)
                text.replaceSubrange(start..<end, with: tokens.randomElement(using: &generator)!)
            }
            let salvaged = JSONValue(salvaging: text)
            if let strict = try? JSONValue(parsing: text) { #expect(strict == salvaged) }
            if let salvaged {
                #expect(try JSONValue(parsing: Array(salvaged.json.utf8)) == salvaged)
            }
        }
    }
}
