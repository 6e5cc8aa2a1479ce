import CPython

// Objects and lists that the recorder itself puts together.
extension JSONCapture {
    mutating func beginObject() { buffer.append("{") }
    mutating func endObject() { buffer.append("}") }

    /// One member of an object, with a comma if it is not the first; its value is masked if the key says so.
    mutating func writeMember(_ key: Borrowed, _ value: Borrowed) {
        _ = writeMember(key, value, buffer.last == UInt8(ascii: "{") ? 0 : 1)
    }

    /// The same with a value that `body` writes.
    mutating func writeMember(_ key: Borrowed, _ body: (inout JSONCapture) -> Void) {
        separate()
        _ = writeKey(key)
        buffer.append(":")
        body(&self)
    }

    mutating func writeMember(_ key: StaticString, _ body: (inout JSONCapture) -> Void) {
        separate()
        buffer.append("\"")
        buffer.append(key)
        buffer.append(#"":"#)
        body(&self)
    }

    /// The positional arguments of a call from an index on, as a list.
    mutating func writeItems(from first: Int, of arguments: Arguments) {
        buffer.append("[")
        for index in first..<arguments.count {
            guard separateItem(index &- first) else { break }
            write(arguments[index])
        }
        buffer.append("]")
    }

    private mutating func separate() {
        if buffer.last != UInt8(ascii: "{") { buffer.append(",") }
    }
}
