import CZlib

/// Unpacks deflated bytes.
enum Inflater {
    /// What is around the deflated bytes.
    enum Format: String {
        case gzip
        case zlib
        case raw = "deflate"

        /// zlib's number for it.
        fileprivate var windowBits: Int32 {
            switch self {
            case .gzip: 15 + 16
            case .zlib: 15
            case .raw: -15
            }
        }
    }

    private static let chunkSize = 64 << 10

    /// Whether the two bytes of zlib's header are there: RFC 1950 gives them a check sum.
    static func hasZlibHeader(_ bytes: [UInt8]) -> Bool {
        bytes.count >= 2 && bytes[0] & 0x0F == 8
            && (UInt16(bytes[0]) << 8 | UInt16(bytes[1])) % 31 == 0
    }

    /// All that the bytes hold; several gzip members one after the other are one body.
    static func inflate(
        _ bytes: [UInt8], format: Format, limit: Int
    ) throws(InflateError) -> [UInt8] {
        guard bytes.count <= Int(UInt32.max) else { throw .tooLarge(limit: limit) }
        var stream = z_stream()
        guard
            inflateInit2_(
                &stream, format.windowBits, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK
        else { throw .outOfMemory }
        defer { inflateEnd(&stream) }
        var output: [UInt8] = []
        let code = bytes.withUnsafeBufferPointer { input in
            // Safe: zlib only reads the input, whatever the type of the pointer says, and it is not
            // used once this closure has returned.
            stream.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
            stream.avail_in = UInt32(input.count)
            defer { stream.next_in = nil }
            return run(&stream, into: &output, format: format, limit: limit)
        }
        switch code {
        case Z_STREAM_END: return output
        case Z_MEM_ERROR: throw .outOfMemory
        case Z_BUF_ERROR where output.count > limit: throw .tooLarge(limit: limit)
        case Z_BUF_ERROR, Z_OK: throw .truncated
        default:
            // Safe: zlib's messages are constants.
            let reason = stream.msg.map { String(cString: $0) } ?? "damaged"
            throw .invalid(format: format.rawValue, reason: reason)
        }
    }

    /// Returns zlib's last code; the output is over the limit by at most one chunk.
    private static func run(
        _ stream: inout z_stream, into output: inout [UInt8], format: Format, limit: Int
    ) -> Int32 {
        while true {
            let code = step(&stream, into: &output)
            guard output.count <= limit else { return Z_BUF_ERROR }
            switch code {
            case Z_OK where stream.avail_in > 0 || stream.avail_out == 0: continue
            case Z_STREAM_END where format == .gzip && stream.avail_in > 0:
                guard inflateReset(&stream) == Z_OK else { return Z_DATA_ERROR }
            case Z_STREAM_END where stream.avail_in > 0: return Z_DATA_ERROR
            default: return code
            }
        }
    }

    private static func step(_ stream: inout z_stream, into output: inout [UInt8]) -> Int32 {
        var code = Z_OK
        let chunk = [UInt8](unsafeUninitializedCapacity: chunkSize) { buffer, count in
            // Safe: zlib writes at most `avail_out` bytes from `next_out` on, and that many are
            // there; the pointer is not used once this closure has returned.
            stream.next_out = buffer.baseAddress
            stream.avail_out = UInt32(buffer.count)
            code = CZlib.inflate(&stream, Z_NO_FLUSH)
            count = buffer.count - Int(stream.avail_out)
            stream.next_out = nil
        }
        output += chunk
        return code
    }
}
