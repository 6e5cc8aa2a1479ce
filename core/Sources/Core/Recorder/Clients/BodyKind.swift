import CPython
import Journal

/// How a reply's body is recorded, by what its headers say of it.
enum BodyKind: UInt8 {
    /// As it is.
    case json
    case text
    /// By its size.
    case bytes

    init(of response: Borrowed, _ names: RecorderNames) {
        self = .text
        guard let type = ClientHeaders(of: response, names)?.value("content-type") else { return }
        self = type.withUTF8 { text in
            if unsafe Self.contains(text, "json") { return .json }
            if unsafe Self.contains(text, "text/") || Self.contains(text, "xml") { return .text }
            return .bytes
        }
    }

    /// nil for one that is recorded by its size.
    var media: MediaType? {
        switch self {
        case .json: .json
        case .text: .text
        case .bytes: nil
        }
    }

    @unsafe private static func contains(_ text: UnsafeRawBufferPointer, _ part: StaticString) -> Bool {
        let length = part.utf8CodeUnitCount
        guard text.count >= length else { return false }
        for start in 0...(text.count - length) {
            var index = 0
            // Safe: both indices stay within their texts.
            while index < length, unsafe text[start + index] | 0x20 == part.utf8Start[index] | 0x20 { index += 1 }
            if index == length { return true }
        }
        return false
    }
}
