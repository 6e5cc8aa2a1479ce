import Bytes

extension ProtobufDecoder {
    /// Adds an attribute, or counts it as dropped if there are too many.
    mutating func attribute(
        _ reader: MessageReader, into attributes: inout [Attribute], dropped: inout UInt32,
        cuts: inout UInt32
    ) throws(OTLPError) {
        guard attributes.count < budget.limits.attributes else {
            try note(dropped: 1, in: &dropped)
            return
        }
        attributes.append(try keyValue(reader, depth: 1, cuts: &cuts))
    }

    private mutating func keyValue(
        _ reader: MessageReader, depth: Int, cuts: inout UInt32
    ) throws(OTLPError) -> Attribute {
        var reader = reader
        var attribute = Attribute("", .empty)
        while let tag = try reader.nextTag() {
            switch (tag.field, tag.wireType) {
            case (1, .lengthDelimited): attribute.key = try reader.string("an attribute's key")
            case (2, .lengthDelimited):
                attribute.value = try value(reader.message(), depth: depth, cuts: &cuts)
            default: try reader.skip(tag)
            }
        }
        return attribute
    }

    mutating func value(
        _ reader: MessageReader, depth: Int, cuts: inout UInt32
    ) throws(OTLPError) -> AttributeValue {
        try budget.takeValue(depth: depth)
        var reader = reader
        var value = AttributeValue.empty
        while let tag = try reader.nextTag() {
            switch (tag.field, tag.wireType) {
            case (1, .lengthDelimited): value = .string(try text(&reader, &cuts))
            case (2, .varint): value = .bool(try reader.varint() != 0)
            case (3, .varint): value = .int(Int64(bitPattern: try reader.varint()))
            case (4, .fixed64): value = .double(Double(bitPattern: try reader.fixed64()))
            case (5, .lengthDelimited):
                value = .array(try array(reader.message(), depth: depth + 1, cuts: &cuts))
            case (6, .lengthDelimited):
                value = .map(try map(reader.message(), depth: depth + 1, cuts: &cuts))
            case (7, .lengthDelimited):
                let bytes = try reader.lengthDelimited()
                if bytes.count > budget.limits.valueBytes { try note(dropped: 1, in: &cuts) }
                value = .bytes(Array(bytes.prefix(budget.limits.valueBytes)))
            default: try reader.skip(tag)
            }
        }
        return value
    }

    private func text(_ reader: inout MessageReader, _ cuts: inout UInt32) throws(OTLPError) -> String {
        var bytes = try reader.lengthDelimited()
        if bytes.count > budget.limits.valueBytes {
            bytes = DecodingBudget.prefix(bytes, budget.limits.valueBytes)
            try note(dropped: 1, in: &cuts)
        }
        guard let text = String(utf8: UnsafeBufferPointer(rebasing: bytes)) else {
            throw .invalidUTF8(field: "an attribute's value")
        }
        return text
    }

    private mutating func array(
        _ reader: MessageReader, depth: Int, cuts: inout UInt32
    ) throws(OTLPError) -> [AttributeValue] {
        var reader = reader
        var elements: [AttributeValue] = []
        while let tag = try reader.nextTag() {
            switch (tag.field, tag.wireType) {
            case (1, .lengthDelimited):
                elements.append(try value(reader.message(), depth: depth, cuts: &cuts))
            default: try reader.skip(tag)
            }
        }
        return elements
    }

    private mutating func map(
        _ reader: MessageReader, depth: Int, cuts: inout UInt32
    ) throws(OTLPError) -> [Attribute] {
        var reader = reader
        var members: [Attribute] = []
        while let tag = try reader.nextTag() {
            switch (tag.field, tag.wireType) {
            case (1, .lengthDelimited):
                members.append(try keyValue(reader.message(), depth: depth, cuts: &cuts))
            default: try reader.skip(tag)
            }
        }
        return members
    }
}
