import Model

extension TraceID {
    /// From 16 bytes, most significant first; `nil` for another number of them, and for zeros.
    init?(bytes: MessageReader.Bytes) {
        guard bytes.count == 16 else { return nil }
        let high = bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
        let low = bytes.suffix(8).reduce(0) { $0 << 8 | UInt64($1) }
        guard high != 0 || low != 0 else { return nil }
        self.init(high: high, low: low)
    }
}

extension SpanID {
    /// From 8 bytes, most significant first; `nil` for another number of them, and for zeros.
    init?(bytes: MessageReader.Bytes) {
        guard bytes.count == 8 else { return nil }
        self.init(bytes.reduce(0) { $0 << 8 | UInt64($1) })
    }
}

extension TraceID {
    /// From hexadecimal digits, as OTLP has it, or from padded base64: what protobuf's own libraries write that know nothing of
    /// that exception.
    init?(json text: String) {
        guard let id = TraceID(hex: text) ?? Base64.padded(text, { TraceID(bytes: $0) }) else { return nil }
        self = id
    }
}

extension SpanID {
    /// In either of the forms that a trace's has.
    init?(json text: String) {
        guard let id = SpanID(hex: text) ?? Base64.padded(text, { SpanID(bytes: $0) }) else { return nil }
        self = id
    }
}

extension Base64 {
    /// What the bytes of a text with padding make, which no id in digits has.
    fileprivate static func padded<ID>(_ text: String, _ make: (MessageReader.Bytes) -> ID?) -> ID? {
        guard text.hasSuffix("=") else { return nil }
        // Safe: nothing of the bytes is kept.
        return decode(text)?.withUnsafeBufferPointer { make($0[...]) }
    }
}

extension SpanKind {
    /// OTLP's number; internal for 0, which is unspecified, and for unknown ones.
    init(clamping number: UInt64) {
        self = UInt8(exactly: number).flatMap(SpanKind.init) ?? .internal
    }
}

extension ExportedStatus.Code {
    /// OTLP's number; unset for unknown ones.
    init(clamping number: UInt64) {
        self = UInt8(exactly: number).flatMap(Self.init) ?? .unset
    }
}
