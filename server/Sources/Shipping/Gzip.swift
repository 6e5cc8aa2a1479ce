import CZlib

/// Packs what is sent.
public enum Gzip {
    /// One gzip member; `nil` if there is no memory for it.
    public static func pack(_ bytes: [UInt8]) -> [UInt8]? {
        guard bytes.count <= Int(UInt32.max) else { return nil }
        var stream = z_stream()
        guard
            deflateInit2_(
                &stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
                Int32(MemoryLayout<z_stream>.size)) == Z_OK
        else { return nil }
        defer { deflateEnd(&stream) }
        let bound = Int(deflateBound(&stream, UInt(bytes.count)))
        var isPacked = false
        let packed = [UInt8](unsafeUninitializedCapacity: bound) { output, count in
            bytes.withUnsafeBufferPointer { input in
                // Safe: zlib only reads the input, whatever the type of the pointer says, and writes
                // at most `avail_out` bytes; neither pointer is used once these closures have
                // returned.
                stream.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
                stream.avail_in = UInt32(input.count)
                stream.next_out = output.baseAddress
                stream.avail_out = UInt32(clamping: output.count)
                isPacked = deflate(&stream, Z_FINISH) == Z_STREAM_END
                count = isPacked ? output.count - Int(stream.avail_out) : 0
            }
        }
        return isPacked ? packed : nil
    }
}
