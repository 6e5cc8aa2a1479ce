import CZlib
import OTLP
import Testing

@Suite("OTLP: compressed bodies")
struct CompressionTests {
    /// Deflates; the number says what is around it, as zlib has it.
    private func deflate(_ bytes: [UInt8], windowBits: Int32) -> [UInt8] {
        var stream = z_stream()
        #expect(deflateInit2_(&stream, 6, Z_DEFLATED, windowBits, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK)
        defer { deflateEnd(&stream) }
        var input = bytes
        let bound = Int(deflateBound(&stream, UInt(bytes.count))) + 32
        return input.withUnsafeMutableBufferPointer { input in
            [UInt8](unsafeUninitializedCapacity: bound) { output, count in
                stream.next_in = input.baseAddress
                stream.avail_in = UInt32(input.count)
                stream.next_out = output.baseAddress
                stream.avail_out = UInt32(output.count)
                #expect(CZlib.deflate(&stream, Z_FINISH) == Z_STREAM_END)
                count = output.count - Int(stream.avail_out)
            }
        }
    }

    private let text = Array(String(repeating: "a martlet never lands; ", count: 20_000).utf8)

    @Test("gzip, zlib and bare deflate", arguments: [(ContentCoding.gzip, Int32(31)), (.deflate, 15), (.deflate, -15)])
    func roundTrip(coding: ContentCoding, windowBits: Int32) throws {
        for body in [[], [7], text] {
            #expect(try coding.decode(deflate(body, windowBits: windowBits), limit: text.count) == body)
        }
    }

    @Test("two gzip members are one body")
    func members() throws {
        let body = deflate([1, 2], windowBits: 31) + deflate([3], windowBits: 31)
        #expect(try ContentCoding.gzip.decode(body, limit: 3) == [1, 2, 3])
    }

    @Test("the limit holds while unpacking")
    func bomb() throws {
        let body = deflate([UInt8](repeating: 0, count: 64 << 20), windowBits: 31)
        #expect(body.count < 100_000)
        #expect(throws: InflateError.tooLarge(limit: 1 << 20)) { try ContentCoding.gzip.decode(body, limit: 1 << 20) }
        #expect(throws: InflateError.tooLarge(limit: 2)) { try ContentCoding.identity.decode([1, 2, 3], limit: 2) }
        #expect(throws: InflateError.tooLarge(limit: text.count - 1)) { try ContentCoding.gzip.decode(deflate(text, windowBits: 31), limit: text.count - 1) }
    }

    @Test("cut at every byte, it is refused")
    func cuts() {
        let body = deflate(Array("martlet".utf8), windowBits: 31)
        for end in 0..<body.count {
            #expect(throws: InflateError.self) { try ContentCoding.gzip.decode(Array(body[..<end]), limit: 100) }
        }
    }

    @Test("damage and plain bodies are refused")
    func damage() {
        for body in [text, Array("{}".utf8), deflate(text, windowBits: 31) + [1]] {
            #expect(throws: InflateError.self) { try ContentCoding.gzip.decode(body, limit: 1 << 20) }
        }
        var damaged = deflate(text, windowBits: 31)
        damaged[damaged.count - 6] ^= 1
        #expect(throws: InflateError.self) { try ContentCoding.gzip.decode(damaged, limit: 1 << 20) }
        #expect(throws: InflateError.self) { try ContentCoding.deflate.decode(deflate(text, windowBits: 15) + [1, 2], limit: 1 << 20) }
    }

    @Test("the header", arguments: [
        (nil, ContentCoding.identity), ("", .identity), ("identity", .identity), ("gzip", .gzip), ("GZIP", .gzip),
        (" x-gzip ", .gzip), ("deflate", .deflate), ("gzip, identity", .gzip), ("zstd", nil), ("br", nil), ("gzip, gzip", nil),
    ] as [(String?, ContentCoding?)])
    func header(text: String?, coding: ContentCoding?) {
        #expect(ContentCoding(contentEncoding: text) == coding)
    }
}
