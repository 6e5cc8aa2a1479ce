extension JSONValue {
    /// As compact JSON.
    public var json: String {
        var writer = JSONWriter(indentation: nil)
        writer.write(self, level: 0)
        return writer.text
    }

    /// As compact JSON in UTF-8.
    public var jsonBytes: [UInt8] {
        var writer = JSONWriter(indentation: nil)
        writer.write(self, level: 0)
        return writer.bytes
    }

    /// As JSON with a line for each element and member, for people.
    public func prettyJSON(indentation: Int = 2) -> String {
        var writer = JSONWriter(indentation: indentation)
        writer.write(self, level: 0)
        return writer.text
    }
}
