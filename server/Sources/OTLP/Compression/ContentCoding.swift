/// How a body is compressed: a value of `Content-Encoding`.
public enum ContentCoding: String, Sendable, CaseIterable {
    case identity
    case gzip
    case deflate

    /// What a server says in `Accept-Encoding` when it refuses another one.
    public static let accepted = "gzip, deflate, identity"

    /// Reads the header; `nil` for what is not known, and for several codings on top of each other.
    public init?(contentEncoding header: String?) {
        let codings = (header ?? "").lowercased().split(separator: ",")
            .map { Self.trimmed($0) }.filter { !$0.isEmpty && $0 != "identity" }
        guard codings.count <= 1 else { return nil }
        switch codings.first {
        case nil: self = .identity
        case "gzip", "x-gzip": self = .gzip
        case "deflate": self = .deflate
        default: return nil
        }
    }

    private static func trimmed(_ text: Substring) -> Substring {
        let start = text.drop { $0 == " " || $0 == "\t" }
        guard let last = start.lastIndex(where: { $0 != " " && $0 != "\t" }) else { return "" }
        return start[...last]
    }

    /// The body as it was before it was compressed.
    ///
    /// - Parameter limit: the most bytes that come out; checked while they do.
    public func decode(_ body: [UInt8], limit: Int) throws(InflateError) -> [UInt8] {
        guard self != .identity else {
            guard body.count <= limit else { throw .tooLarge(limit: limit) }
            return body
        }
        var format = Inflater.Format.gzip
        if self == .deflate {
            // The standard means zlib's format; some have always sent the bare one.
            format = Inflater.hasZlibHeader(body) ? .zlib : .raw
        }
        return try Inflater.inflate(body, format: format, limit: limit)
    }
}
