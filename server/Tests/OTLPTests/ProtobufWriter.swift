/// Writes protobuf for tests, right or wrong.
struct ProtobufWriter {
    private(set) var bytes: [UInt8] = []

    static func message(_ body: (inout ProtobufWriter) -> Void) -> [UInt8] {
        var writer = ProtobufWriter()
        body(&writer)
        return writer.bytes
    }

    mutating func varint(_ field: Int, _ value: UInt64) {
        tag(field, 0)
        number(value)
    }

    mutating func fixed64(_ field: Int, _ value: UInt64) {
        tag(field, 1)
        for shift in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: value >> UInt64(8 * shift))) }
    }

    mutating func fixed32(_ field: Int, _ value: UInt32) {
        tag(field, 5)
        for shift in 0..<4 { bytes.append(UInt8(truncatingIfNeeded: value >> UInt32(8 * shift))) }
    }

    mutating func bytes(_ field: Int, _ value: [UInt8]) {
        tag(field, 2)
        number(UInt64(value.count))
        bytes += value
    }

    mutating func string(_ field: Int, _ value: String) { bytes(field, Array(value.utf8)) }

    mutating func message(_ field: Int, _ body: (inout ProtobufWriter) -> Void) {
        bytes(field, Self.message(body))
    }

    mutating func raw(_ more: [UInt8]) { bytes += more }

    mutating func tag(_ field: Int, _ wireType: Int) { number(UInt64(field << 3 | wireType)) }

    private mutating func number(_ value: UInt64) {
        var value = value
        while value > 0x7F {
            bytes.append(UInt8(truncatingIfNeeded: value) | 0x80)
            value >>= 7
        }
        bytes.append(UInt8(value))
    }
}

extension ProtobufWriter {
    /// Field 9 of a span, or another one of attributes.
    mutating func attribute(
        _ key: String, field: Int = 9, _ value: (inout ProtobufWriter) -> Void
    ) {
        message(field) {
            $0.string(1, key)
            $0.message(2, value)
        }
    }

    /// What every span needs.
    mutating func minimalSpan(id: UInt8 = 1) {
        bytes(1, [UInt8](repeating: 0xAB, count: 16))
        bytes(2, [0, 0, 0, 0, 0, 0, 0, id])
        string(5, "span \(id)")
        fixed64(7, 1_790_000_000_000_000_000)
        fixed64(8, 1_790_000_000_000_000_500)
    }

    /// A request of one resource and one scope with these spans.
    static func request(_ spans: [[UInt8]]) -> [UInt8] {
        message { request in
            request.message(1) { resource in
                resource.message(2) { scope in
                    for span in spans { scope.bytes(2, span) }
                }
            }
        }
    }

    /// A request with one span, which has what it needs and this.
    static func request(_ body: (inout ProtobufWriter) -> Void) -> [UInt8] {
        request([message { $0.minimalSpan(); body(&$0) }])
    }
}

extension [UInt8] {
    /// From hexadecimal digits; white space is skipped.
    init(hex text: String) {
        let digits = text.compactMap(\.hexDigitValue)
        self = stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }
}
