import Model
import OTLP
import Testing

@Suite("OTLP: whatever the bytes", .timeLimit(.minutes(15)))
struct FuzzTests {
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

    /// Changes some bytes: flips, runs of a hostile value, pieces taken out, doubled or put in.
    private func mutate(_ bytes: inout [UInt8], _ tokens: [[UInt8]], _ generator: inout Generator) {
        for _ in 0..<Int.random(in: 1...6, using: &generator) {
            let start = Int.random(in: 0..<max(1, bytes.count), using: &generator)
            let end = min(bytes.count, start + Int.random(in: 0...12, using: &generator))
            switch Int.random(in: 0..<4, using: &generator) {
            case 0 where start < bytes.count: bytes[start] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
            case 1: bytes.replaceSubrange(start..<max(start, end), with: tokens.randomElement(using: &generator)!)
            case 2 where start < end: bytes.insert(contentsOf: bytes[start..<end], at: start)
            default: if start < end { bytes.removeSubrange(start..<end) }
            }
        }
    }

    /// What the decoder promises of everything that it takes.
    private func check(_ request: ExportTraceRequest) {
        for span in request.resources.flatMap({ $0.scopes.flatMap(\.spans) }) {
            #expect(span.startTime >= 0)
            #expect(span.endTime ?? 0 >= 0)
            #expect(span.parentID != span.id)
        }
    }

    @Test("mutated log records", arguments: 0..<4 as Range<UInt64>)
    func logs(seed: UInt64) throws {
        var generator = Generator(state: seed)
        let protobuf = try Golden.file("openai-v2-logs.binpb"), json = try Golden.file("openai-v2-logs.json")
        let tokens: [[UInt8]] = [[0xFF, 0xFF, 0xFF, 0xFF, 0x0F], [0x80], [0], Array("null".utf8), Array("{".utf8), Array("\"".utf8)]
        var taken = 0
        for _ in 0..<2_000 {
            var bytes = protobuf, text = json
            mutate(&bytes, tokens, &generator)
            mutate(&text, tokens, &generator)
            for request in [try? ExportLogsRequest(protobuf: bytes), try? ExportLogsRequest(json: text)] {
                guard let request else { continue }
                #expect(request.records.allSatisfy { $0.time >= 0 && $0.observedTime >= 0 })
                taken += 1
            }
        }
        #expect(taken > 100)
    }

    @Test("mutated protobuf", arguments: 0..<4 as Range<UInt64>)
    func protobuf(seed: UInt64) throws {
        var generator = Generator(state: seed)
        let source = try Golden.file("request.binpb")
        let tokens: [[UInt8]] = [
            [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01], [UInt8](repeating: 0xFF, count: 11), [0x80], [0], [0x0A], [0x2A, 0x02, 0x0A, 0x00],
            [0x0B], [0x0C], [0xFF, 0xFF, 0xFF, 0xFF, 0x0F], [0x7F], [0xED, 0xA0, 0x80],
        ]
        var taken = 0
        for _ in 0..<10_000 {
            var bytes = source
            mutate(&bytes, tokens, &generator)
            guard let request = try? ExportTraceRequest(protobuf: bytes) else { continue }
            check(request)
            taken += 1
        }
        #expect(taken > 100)
    }

    @Test("mutated JSON", arguments: 0..<4 as Range<UInt64>)
    func json(seed: UInt64) throws {
        var generator = Generator(state: seed)
        let source = try Golden.file("request.json")
        let tokens = ["null", "{}", "[]", "\"\"", "-1", "1e999", "9223372036854775808", "\"18446744073709551615\"", "true", "\"", "[", "]", "{", "}", ",", ":", "\\ud800", "00"]
            .map { Array($0.utf8) }
        var taken = 0
        for _ in 0..<2_500 {
            var bytes = source
            mutate(&bytes, tokens, &generator)
            guard let request = try? ExportTraceRequest(json: bytes) else { continue }
            check(request)
            taken += 1
        }
        #expect(taken > 20)
    }

    @Test("random bytes", arguments: 0..<4 as Range<UInt64>)
    func noise(seed: UInt64) {
        var generator = Generator(state: seed)
        for _ in 0..<5_000 {
            let bytes = (0..<Int.random(in: 0...200, using: &generator)).map { _ in UInt8.random(in: 0...255, using: &generator) }
            if let request = try? ExportTraceRequest(protobuf: bytes) { check(request) }
            if let request = try? ExportTraceRequest(json: bytes) { check(request) }
            for coding in ContentCoding.allCases { _ = try? coding.decode(bytes, limit: 1 << 16) }
            _ = try? ContentCoding.gzip.decode([0x1F, 0x8B, 8, 0] + bytes, limit: 1 << 16)
        }
    }
}
