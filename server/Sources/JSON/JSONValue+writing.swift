extension JSONValue {
    /// As compact JSON.
    public var json: String {
        var writer = JSONWriter(indentation: nil)
        writer.write(self, level: 0)
        return writer.text
    }

    /// As compact JSON in UTF-8.
    public var jsonBytes: [UInt8] {
        var writer = JSONWriter(indentation: nil, expectedSize: likelySize)
        writer.write(self, level: 0)
        return writer.bytes
    }

    /// As JSON with a line for each element and member, for people.
    public func prettyJSON(indentation: Int = 2) -> String {
        var writer = JSONWriter(indentation: indentation)
        writer.write(self, level: 0)
        return writer.text
    }

    /// Bytes that it will take as JSON, if nothing has to be escaped; of what is nested, a guess.
    private var likelySize: Int {
        switch self {
        case .string(let text): text.utf8.count + 2
        case .array(let elements): 2 + elements.count * 32
        case .object(let object):
            object.members.reduce(2) { size, member in
                guard case .string(let text) = member.value else { return size + member.name.utf8.count + 24 }
                return size + member.name.utf8.count + text.utf8.count + 6
            }
        default: 24
        }
    }
}
