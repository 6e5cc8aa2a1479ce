/// What a file is, by its first bytes.
enum MediaSignature {
    static func media(of bytes: UnsafeRawBufferPointer) -> StaticString? {
        func begins(_ signature: InlineArray<4, UInt8>, at offset: Int = 0) -> Bool {
            guard bytes.count >= offset &+ 4 else { return false }
            // Safe: the index is below the count.
            for index in 0..<4 where unsafe bytes[offset &+ index] != signature[index] { return false }
            return true
        }
        if begins([0x89, 0x50, 0x4E, 0x47]) { return "image/png" }
        if begins([0xFF, 0xD8, 0xFF, 0xE0]) || begins([0xFF, 0xD8, 0xFF, 0xE1]) || begins([0xFF, 0xD8, 0xFF, 0xDB]) { return "image/jpeg" }
        if begins([0x47, 0x49, 0x46, 0x38]) { return "image/gif" }
        if begins([0x52, 0x49, 0x46, 0x46]) {
            if begins([0x57, 0x45, 0x42, 0x50], at: 8) { return "image/webp" }
            if begins([0x57, 0x41, 0x56, 0x45], at: 8) { return "audio/wav" }
            return nil
        }
        if begins([0x25, 0x50, 0x44, 0x46]) { return "application/pdf" }
        if begins([0x4F, 0x67, 0x67, 0x53]) { return "audio/ogg" }
        if begins([0x66, 0x4C, 0x61, 0x43]) { return "audio/flac" }
        if begins([0x49, 0x44, 0x33, 0x03]) || begins([0x49, 0x44, 0x33, 0x04]) { return "audio/mpeg" }
        if begins([0x66, 0x74, 0x79, 0x70], at: 4) { return "video/mp4" }
        if begins([0x50, 0x4B, 0x03, 0x04]) { return "application/zip" }
        if begins([0x1F, 0x8B, 0x08, 0x00]) || begins([0x1F, 0x8B, 0x08, 0x08]) { return "application/gzip" }
        return nil
    }
}
