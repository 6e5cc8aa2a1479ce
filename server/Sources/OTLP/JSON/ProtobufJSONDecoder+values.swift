import JSON

extension ProtobufJSONDecoder {
    /// Adds a message's attributes; those beyond the limit are counted as dropped.
    mutating func attributes(
        of fields: FieldReader, into attributes: inout [Attribute], dropped: inout UInt32,
        cuts: inout UInt32
    ) throws(OTLPError) {
        let elements = try fields.array("attributes")
        for element in elements.prefix(budget.limits.attributes) {
            attributes.append(try keyValue(element, depth: 1, cuts: &cuts))
        }
        let rest = UInt32(clamping: max(0, elements.count - budget.limits.attributes))
        let (sum, overflow) = dropped.addingReportingOverflow(rest)
        dropped = overflow ? .max : sum
    }

    private mutating func keyValue(
        _ value: JSONValue, depth: Int, cuts: inout UInt32
    ) throws(OTLPError) -> Attribute {
        let fields = try FieldReader(value, "attribute")
        let key = try fields.string("key")
        guard let value = fields.value("value") else { return Attribute(key, .empty) }
        return Attribute(key, try self.value(value, depth: depth, cuts: &cuts))
    }

    mutating func value(
        _ value: JSONValue, depth: Int, cuts: inout UInt32
    ) throws(OTLPError) -> AttributeValue {
        try budget.takeValue(depth: depth)
        let fields = try FieldReader(value, "value")
        if fields.value("stringValue", "string_value") != nil {
            return .string(cut(try fields.string("stringValue", "string_value"), &cuts))
        }
        if let name = fields.name("boolValue", "bool_value") { return .bool(try fields.bool(name)) }
        if let name = fields.name("intValue", "int_value") { return .int(try fields.signed(name)) }
        if let name = fields.name("doubleValue", "double_value") {
            return .double(try fields.double(name))
        }
        if let array = fields.value("arrayValue", "array_value") {
            var elements: [AttributeValue] = []
            for element in try FieldReader(array, "arrayValue").array("values") {
                elements.append(try self.value(element, depth: depth + 1, cuts: &cuts))
            }
            return .array(elements)
        }
        if let map = fields.value("kvlistValue", "kvlist_value") {
            var members: [Attribute] = []
            for member in try FieldReader(map, "kvlistValue").array("values") {
                members.append(try keyValue(member, depth: depth + 1, cuts: &cuts))
            }
            return .map(members)
        }
        if fields.value("bytesValue", "bytes_value") != nil {
            return .bytes(try bytes(fields.string("bytesValue", "bytes_value"), &cuts))
        }
        return .empty
    }

    private func cut(_ text: String, _ cuts: inout UInt32) -> String {
        guard text.utf8.count > budget.limits.valueBytes else { return text }
        count(&cuts)
        return String(
            decoding: DecodingBudget.prefix(Array(text.utf8)[...], budget.limits.valueBytes),
            as: UTF8.self)
    }

    private func bytes(_ text: String, _ cuts: inout UInt32) throws(OTLPError) -> [UInt8] {
        guard let bytes = Base64.decode(text) else {
            throw .invalidField("value.bytesValue", expected: "base64")
        }
        if bytes.count > budget.limits.valueBytes { count(&cuts) }
        return Array(bytes.prefix(budget.limits.valueBytes))
    }

    /// Counts one more; a count stops at its greatest value.
    func count(_ number: inout UInt32) {
        if number < .max { number += 1 }
    }
}

extension FieldReader {
    /// Under which of its two names a field is there; `nil` if under neither.
    fileprivate func name(_ name: String, _ otherName: String) -> String? {
        [name, otherName].first { value($0) != nil }
    }
}
