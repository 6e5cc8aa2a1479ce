import JSON
import Model
import Shipping
import Store
import Testing

/// Batches as they are sent.
@Suite struct WireTests {
    private let batch = Batch(
        process: ProcessFacts(
            instance: ProcessInstance(high: .max, low: 1), processID: 7, parentProcessID: 6, startTime: -5,
            droppedRecords: 1 << 60, droppedBytes: 2),
        index: .max, from: 1 << 62, to: 1 << 62 + 9, state: .damaged, problem: "a \"b\"",
        changes: [
            .description(ProcessDescription(executable: "e", program: "p", runtime: nil, recorder: "r", host: "h", service: "s")),
            .start(.init(span: SpanID(.max)!, trace: TraceID(high: 1, low: 2), parent: SpanID(3), time: 1 << 60, name: "n\u{0}", scope: "s", kind: .client, threadID: 9)),
            .start(.init(span: SpanID(4)!, trace: TraceID(high: 1, low: 2), time: 0, name: "")),
            .payload(.init(span: SpanID(4)!, number: 5, key: "k", mediaType: .json, time: 6, isCut: true, totalLength: 8, offset: 4, bytes: Array("{\"ä\u{1F426}".utf8))),
            .payload(.init(span: SpanID(4)!, number: 6, key: "k", mediaType: .bytes, time: 6, totalLength: 3, bytes: [0, 255, 0xC3])),
            .payload(.init(span: SpanID(4)!, number: 7, key: "k", mediaType: .text, time: 6, totalLength: 0, bytes: [])),
            .end(.init(span: SpanID(4)!, time: 7, status: .interrupted)),
        ], endsProcess: true)

    @Test func thereAndBack() throws {
        let text = Array(batch.wire.json.utf8)
        #expect(try Batch(wire: JSONValue(parsing: text), place: "b") == batch)
        let progress = SegmentProgress(process: batch.process.instance, index: 3, position: .max, state: .missing)
        #expect(try SegmentProgress(wire: progress.wire, place: "s") == progress)
    }

    /// Whatever is taken away from what is sent or put in its place: an answer, and no trap.
    @Test func nothingThatIsSentTraps() {
        let values: [JSONValue] = [.null, true, -1, 1, "x", "99999999999999999999999", [], [:], "0000000000000000"]
        var refused = 0
        func vary(_ value: JSONValue, _ rebuild: (JSONValue) -> JSONValue) {
            for other in values {
                if (try? Batch(wire: rebuild(other), place: "b")) == nil { refused += 1 }
            }
            switch value {
            case .object(let object):
                for member in object.members {
                    vary(member.value) { inner in
                        var changed = object
                        changed.set(member.name, inner)
                        return rebuild(.object(changed))
                    }
                }
            case .array(let elements):
                for index in elements.indices {
                    vary(elements[index]) { inner in
                        var changed = elements
                        changed[index] = inner
                        return rebuild(.array(changed))
                    }
                }
            default: break
            }
        }
        vary(batch.wire) { $0 }
        #expect(refused > 300)
    }

    @Test func backwardsIsNoWay() {
        var back = batch
        back.to = back.from - 1
        #expect(throws: WireError.self) { try Batch(wire: back.wire, place: "b") }
    }

    @Test func whatIsPackedHasItsTrailer() throws {
        let packed = try #require(Gzip.pack(Array(repeating: UInt8(ascii: "a"), count: 100_000)))
        #expect(packed.count < 1_000)
        #expect(packed.prefix(2) == [0x1F, 0x8B])
        #expect(packed.suffix(4) == [0xA0, 0x86, 0x01, 0x00])
        #expect(try #require(Gzip.pack([])).count == 20)
    }
}
