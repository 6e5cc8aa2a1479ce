import CPython

extension JSONCapture {
    /// An address as a JSON string, without what lets others in: the user and password before the host, and
    /// the values of query parameters whose names are those of secrets.
    mutating func writeAddress(_ address: Borrowed) {
        buffer.append(UInt8(ascii: "\""))
        address.withUTF8 { text in
            var rest = unsafe Self.host(of: text)
            if rest > 0 {
                let scheme = unsafe Self.scheme(of: text)
                unsafe append(escaping: UnsafeRawBufferPointer(rebasing: text[..<scheme]))
            }
            while let parameter = unsafe Self.secretParameter(in: text, from: rest) {
                let part = unsafe UnsafeRawBufferPointer(rebasing: text[rest..<parameter.start])
                unsafe append(masking: part, before: part.count)
                buffer.append("***")
                rest = parameter.end
            }
            let last = unsafe UnsafeRawBufferPointer(rebasing: text[rest...])
            unsafe append(masking: last, before: last.count)
        }
        buffer.append(UInt8(ascii: "\""))
    }

    /// Where what follows `://` begins; 0 without it.
    private static func scheme(of text: UnsafeRawBufferPointer) -> Int {
        // Safe, as below: indices stay within the text.
        for index in 0..<max(0, text.count - 2)
        where unsafe text[index] == UInt8(ascii: ":") && text[index + 1] == UInt8(ascii: "/") && text[index + 2] == UInt8(ascii: "/") {
            return index + 3
        }
        return 0
    }

    /// Where the host begins, if there is a user before it; else 0.
    private static func host(of text: UnsafeRawBufferPointer) -> Int {
        let scheme = unsafe scheme(of: text)
        guard scheme > 0 else { return 0 }
        var host = 0
        for index in scheme..<text.count {
            let byte = unsafe text[index]
            if byte == UInt8(ascii: "/") || byte == UInt8(ascii: "?") || byte == UInt8(ascii: "#") { break }
            if byte == UInt8(ascii: "@") { host = index + 1 }
        }
        return host
    }

    /// The value of the next query parameter that is a secret.
    private static func secretParameter(in text: UnsafeRawBufferPointer, from start: Int) -> (start: Int, end: Int)? {
        var name: Int? = nil
        for index in start..<text.count {
            let byte = unsafe text[index]
            if byte == UInt8(ascii: "?") || byte == UInt8(ascii: "&") {
                name = index + 1
            } else if byte == UInt8(ascii: "="), let first = name {
                name = nil
                guard unsafe SecretKeys.contains(UnsafeRawBufferPointer(rebasing: text[first..<index])) else { continue }
                var end = index + 1
                while end < text.count, unsafe text[end] != UInt8(ascii: "&") && text[end] != UInt8(ascii: "#") { end += 1 }
                return (index + 1, end)
            }
        }
        return nil
    }
}
