import Bytes

/// Reads the fields of one protobuf message, one after the other.
///
/// No bytes make it trap: every length is compared with what is left before it is added.
struct MessageReader {
    /// A piece of the request, which knows where in it it is.
    typealias Bytes = Slice<UnsafeBufferPointer<UInt8>>

    /// How a field's value is written; the numbers are protobuf's.
    enum WireType: UInt8 {
        case varint = 0
        case fixed64 = 1
        case lengthDelimited = 2
        case startGroup = 3
        case endGroup = 4
        case fixed32 = 5
    }

    /// What comes before a value.
    struct Tag {
        var field: UInt64
        var wireType: WireType
    }

    /// The whole request, and not an array: each message in a message would count who has it. Safe: each place is compared with
    /// `end` before it is read, and ``lengthDelimited()`` makes no reader whose end is behind its own.
    private let bytes: UnsafeBufferPointer<UInt8>
    private(set) var position: Int
    private let end: Int

    /// The bytes must live as long as the reader.
    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        self.init(bytes, 0..<bytes.count)
    }

    private init(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) {
        self.bytes = bytes
        position = range.lowerBound
        end = range.upperBound
    }

    /// Bytes that are left.
    var count: Int { end - position }

    /// The next field's tag; `nil` at the end of the message.
    mutating func nextTag() throws(OTLPError) -> Tag? {
        guard position < end else { return nil }
        let start = position
        let tag = try varint()
        guard let wireType = WireType(rawValue: UInt8(tag & 7)), tag >> 3 > 0, tag >> 32 == 0 else {
            throw .malformed(what: "field", offset: start)
        }
        return Tag(field: tag >> 3, wireType: wireType)
    }

    mutating func varint() throws(OTLPError) -> UInt64 {
        let start = position
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while position < end {
            let byte = bytes[position]
            position += 1
            // Bits beyond the 64th are lost, as in every reader of protobuf.
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return value }
            shift += 7
            guard shift < 70 else { throw .malformed(what: "number", offset: start) }
        }
        throw .truncated(offset: start)
    }

    mutating func fixed64() throws(OTLPError) -> UInt64 {
        try take(8).reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }

    mutating func fixed32() throws(OTLPError) -> UInt32 {
        try take(4).reversed().reduce(0) { $0 << 8 | UInt32($1) }
    }

    /// The bytes of a text, of bytes or of a message.
    mutating func lengthDelimited() throws(OTLPError) -> Bytes {
        let start = position
        let length = try varint()
        guard length <= UInt64(count) else { throw .truncated(offset: start) }
        return try take(Int(length))
    }

    /// The fields of a message in this one.
    mutating func message() throws(OTLPError) -> MessageReader {
        // Not by its indices, whose type would be looked up while the program runs.
        let piece = try lengthDelimited()
        return MessageReader(bytes, piece.startIndex..<piece.endIndex)
    }

    /// A whole text.
    mutating func string(_ field: StaticString) throws(OTLPError) -> String {
        guard let text = String(utf8: UnsafeBufferPointer(rebasing: try lengthDelimited())) else {
            throw .invalidUTF8(field: "\(field)")
        }
        return text
    }

    private mutating func take(_ length: Int) throws(OTLPError) -> Bytes {
        guard length <= count else { throw .truncated(offset: position) }
        defer { position += length }
        return bytes[position..<position + length]
    }
}

extension MessageReader {
    /// Groups in groups that are skipped; a message has none at all today.
    private static let groupDepth = 32

    /// Passes over the value of a field that nobody wants.
    mutating func skip(_ tag: Tag) throws(OTLPError) {
        var openGroups: [UInt64] = []
        var tag = tag
        while true {
            let start = position
            switch tag.wireType {
            case .varint: _ = try varint()
            case .fixed64: _ = try fixed64()
            case .fixed32: _ = try fixed32()
            case .lengthDelimited: _ = try lengthDelimited()
            case .startGroup:
                guard openGroups.count < Self.groupDepth else {
                    throw .malformed(what: "group", offset: start)
                }
                openGroups.append(tag.field)
            case .endGroup:
                guard openGroups.popLast() == tag.field else {
                    throw .malformed(what: "group", offset: start)
                }
            }
            guard !openGroups.isEmpty else { return }
            guard let next = try nextTag() else { throw .truncated(offset: start) }
            tag = next
        }
    }
}
