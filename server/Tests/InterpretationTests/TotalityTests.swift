import Interpretation
import Model
import Testing

@Suite("Interpretation: whatever the bytes")
struct TotalityTests {
    @Test("bodies and fields of the wrong kind", arguments: [
        "null", "7", #""text""#, "[]", #"{"messages":null}"#, #"{"messages":{"role":"user","content":"x"}}"#,
        #"{"messages":[null,7,[],{}]}"#, #"{"model":{"a":1},"messages":"hello"}"#, #"{"messages":[{"role":7,"content":7,"tool_calls":"x"}]}"#,
    ])
    func oddRequests(body: String) {
        for path in ["/chat/completions", "/completions", "/embeddings", "/responses", "/threads/t/runs", "/other"] {
            let meaning = Recording(path, body: body).adding("response.body", body).streaming(body).meaning
            #expect(!meaning.title.isEmpty)
        }
        #expect(Recording("/chat/completions", body: #"{"messages":"hello"}"#).meaning.input.map(\.text) == ["hello"])
    }

    @Test("replies of the wrong kind", arguments: [
        "null", "[]", "{}", #"{"choices":null}"#, #"{"choices":{}}"#, #"{"choices":[7]}"#, #"{"choices":[{"message":7}]}"#,
        #"{"usage":[],"id":7,"model":[]}"#, #"{"usage":{"prompt_tokens":"x","completion_tokens":1e300}}"#, "text", "",
    ])
    func oddReplies(body: String) {
        let meaning = Recording("/chat/completions", body: Recording.question).adding("response.body", body).meaning
        #expect(meaning.title == "chat gpt-4o-mini")
        #expect(meaning.usage == nil)
        #expect(meaning.responseID == nil)
        #expect(meaning.error == nil)
    }

    @Test("a request that was cut gives what there is")
    func cutRequest() {
        var recording = Recording.chat
        let whole = recording.payloads[0].bytes
        let cut = "What is a mart"
        let end = String(decoding: whole, as: UTF8.self).byteCount(through: cut)
        recording.payloads[0].bytes = Array(whole.prefix(end!))
        #expect(recording.meaning.input.map(\.text) == ["You are terse.", cut])
        #expect(recording.meaning.title == "chat gpt-4o-mini-2024-07-18")
        #expect(recording.meaning.output.count == 1)
    }

    @Test("cut at every byte, the meaning only grows")
    func everyCut() {
        for position in [0, 2] {
            var recording = Recording.chat
            let whole = recording.payloads[position].bytes
            var known = 0
            for end in 0...whole.count {
                recording.payloads[position].bytes = Array(whole[..<end])
                let meaning = recording.meaning
                let size = (meaning.input + meaning.output).reduce(0) { $0 + $1.text.utf8.count }
                #expect(size >= known)
                known = size
            }
            #expect(recording.meaning == Recording.chat.meaning)
        }
    }

    @Test("the same payloads always mean the same")
    func pure() {
        #expect(Recording.stream.meaning == Recording.stream.meaning)
        #expect(Interpretation.version > 0)
    }

    @Test("mutated payloads never trap", .timeLimit(.minutes(15)), arguments: 0..<4 as Range<UInt64>)
    func mutations(seed: UInt64) {
        var generator = Generator(state: seed)
        let sources = [Recording.chat, .stream]
        let tokens: [[UInt8]] = ["null", "{}", "[]", "\"x\"", "-1", "1e999", "{\"index\":-9223372036854775808}", "\"", "[", "}", ",", ":", "\\ud800"]
            .map { Array($0.utf8) } + [[0xFF, 0xFE], [0]]
        let keys = ["request", "response.head", "response.body", "chunk", "error", "attributes"]
        for _ in 0..<1_500 {
            var recording = sources.randomElement(using: &generator)!
            for _ in 0..<Int.random(in: 1...5, using: &generator) {
                let index = recording.payloads.indices.randomElement(using: &generator)!
                if Bool.random(using: &generator) {
                    let count = recording.payloads[index].bytes.count
                    let start = Int.random(in: 0...count, using: &generator)
                    let end = Int.random(in: start...min(count, start + 12), using: &generator)
                    recording.payloads[index].bytes.replaceSubrange(start..<end, with: tokens.randomElement(using: &generator)!)
                } else {
                    recording.payloads[index].key = keys.randomElement(using: &generator)!
                    recording.payloads[index].time = Int64(bitPattern: generator.next())
                }
            }
            let meaning = recording.meaning
            #expect(meaning == recording.meaning)
        }
    }

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
}

extension String {
    /// How many bytes come up to the end of the first occurrence.
    fileprivate func byteCount(through part: String) -> Int? {
        firstRange(of: part).map { utf8.distance(from: startIndex, to: $0.upperBound) }
    }
}
