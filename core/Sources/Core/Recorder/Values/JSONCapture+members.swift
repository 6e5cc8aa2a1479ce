import CPython

// Objects and lists that the recorder itself puts together.
extension JSONCapture {
    mutating func beginObject() { buffer.append("{") }
    mutating func endObject() { buffer.append("}") }

    /// One member of an object, with a comma if it is not the first; its value is masked if the key says so.
    mutating func writeMember(_ key: Borrowed, _ value: Borrowed) {
        separate()
        guard hasRoomForMember() else { return }
        let isSecret = writeKey(key)
        buffer.append(":")
        if isSecret, !value.isNone { buffer.append(#""***""#) } else { write(value) }
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
            if index > first { buffer.append(",") }
            guard remaining > 0 else {
                writeCut("size")
                break
            }
            write(arguments[index])
        }
        buffer.append("]")
    }

    private mutating func separate() {
        if buffer.last != UInt8(ascii: "{") { buffer.append(",") }
    }

    private mutating func hasRoomForMember() -> Bool {
        if remaining > 0 { return true }
        noteCut()
        buffer.append(#""$cut":"size""#)
        return false
    }
}
