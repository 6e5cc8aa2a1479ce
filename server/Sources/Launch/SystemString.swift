import Glibc

/// A path, an argument or the value of a variable, as the system has it: any bytes but zero.
///
/// A Swift string would replace what is not UTF-8, and another file would be meant.
public struct SystemString: Hashable, Sendable {
    public var bytes: [UInt8]

    public init(bytes: some Sequence<UInt8>) {
        self.bytes = Array(bytes)
    }

    /// From C.
    public init(_ pointer: UnsafePointer<CChar>) {
        // Safe: a C string ends with a zero, and its bytes are copied.
        bytes = Array(UnsafeRawBufferPointer(start: pointer, count: strlen(pointer)))
    }

    /// For messages; what is not UTF-8 becomes U+FFFD.
    public var text: String { String(decoding: bytes, as: UTF8.self) }

    public var isEmpty: Bool { bytes.isEmpty }

    /// Calls `body` with the C form.
    public func withCString<Result>(_ body: (UnsafePointer<CChar>) -> Result) -> Result {
        (bytes + [0]).withUnsafeBufferPointer { buffer in
            // Safe: the array is not empty, ends with a zero, and outlives the call.
            buffer.baseAddress!.withMemoryRebound(to: CChar.self, capacity: buffer.count, body)
        }
    }

    public func hasPrefix(_ text: String) -> Bool { bytes.starts(with: text.utf8) }

    public func hasSuffix(_ text: String) -> Bool { bytes.suffix(text.utf8.count).elementsEqual(text.utf8) }

    public var containsSlash: Bool { bytes.contains(UInt8(ascii: "/")) }

    /// A path below this one.
    public func appending(_ name: SystemString) -> SystemString {
        SystemString(bytes: bytes.last == UInt8(ascii: "/") ? bytes + name.bytes : bytes + [UInt8(ascii: "/")] + name.bytes)
    }

    /// The folder of a file.
    public var directory: SystemString {
        guard let slash = bytes.lastIndex(of: UInt8(ascii: "/")) else { return "." }
        return slash == 0 ? "/" : SystemString(bytes: bytes[..<slash])
    }
}

extension SystemString: ExpressibleByStringInterpolation {
    public init(stringLiteral value: String) {
        bytes = Array(value.utf8)
    }
}
