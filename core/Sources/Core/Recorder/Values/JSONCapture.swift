import CPython

/// Writes Python values as JSON, into memory of its own.
///
/// It is total: whatever the value does, something valid is written and nothing is raised.
/// What JSON has no form for becomes an object with `$type`. What is beyond the limits is cut,
/// visibly: `"…"` ends a text, `{"$cut": reason}` stands for what was left out.
///
/// No exception may be set when a value is written.
struct JSONCapture: ~Copyable {
    /// Nested containers beyond this depth are left out.
    static var depthLimit: Int { 48 }
    /// Bytes after which a value, or a body, is cut.
    static var sizeLimit: Int { 4 * 1024 * 1024 }

    var buffer = ByteBuffer()
    /// Something was left out.
    private(set) var isCut = false

    private let state: StateReference
    /// Bytes after which nothing more is begun.
    private let limit: Int
    /// The containers that are being written, to notice one that contains itself.
    private var ancestors = InlineArray<48, UInt>(repeating: 0)
    private var depth = 0

    /// - Parameter limit: bytes after which values are cut.
    init(_ state: StateReference, limit: Int = JSONCapture.sizeLimit) {
        self.state = state
        self.limit = limit
    }

    /// Bytes that may still be written.
    var remaining: Int { limit &- buffer.count }

    mutating func noteCut() { isCut = true }

    mutating func write(_ value: Borrowed) {
        if value.isNone {
            buffer.append("null")
        } else if value.isIdentical(to: Borrowed.true) {
            buffer.append("true")
        } else if value.isIdentical(to: Borrowed.false) {
            buffer.append("false")
        } else if value.isText {
            writeText(value)
        } else if value.isInteger {
            writeInteger(value)
        } else if value.isFloat {
            writeFloat(value)
        } else if value.isDictionary {
            nest(value) { (capture, value) in capture.writeDictionary(value) }
        } else if value.isList {
            nest(value) { (capture, value) in capture.writeList(value) }
        } else if value.isTuple {
            nest(value) { (capture, value) in capture.writeTuple(value) }
        } else if value.isBytes {
            buffer.append(#"{"$type":"bytes","size":"#)
            // Safe: it is a bytes object.
            buffer.append(decimal: Int64(unsafe martlet_bytes_count(value.raw)))
            buffer.append("}")
        } else {
            writeOther(value)
        }
    }

    /// `{"$cut": "reason"}`.
    mutating func writeCut(_ reason: StaticString) {
        isCut = true
        buffer.append(#"{"$cut":""#)
        buffer.append(reason)
        buffer.append(#""}"#)
    }

    /// Whether there is room for another value; says so in the output if not.
    private mutating func hasRoom() -> Bool {
        if buffer.count < limit { return true }
        writeCut("size")
        return false
    }

    private mutating func nest(_ value: Borrowed, _ body: (inout JSONCapture, Borrowed) -> Void) {
        guard depth < Self.depthLimit else { return writeCut("depth") }
        let address = unsafe UInt(bitPattern: value.raw)
        for index in 0..<depth where ancestors[index] == address { return writeCut("cycle") }
        ancestors[depth] = address
        depth &+= 1
        body(&self, value)
        depth &-= 1
    }

    private mutating func writeList(_ list: Borrowed) {
        buffer.append("[")
        var index = 0
        // The length is asked each time: writing an item can run code that changes the list.
        while unsafe index < martlet_list_count(list.raw) {
            if index > 0 { buffer.append(",") }
            guard hasRoom() else { break }
            // Safe: the index is below the length, and the item gets a count of its own at once.
            let item = unsafe Borrowed(martlet_list_item(list.raw, index)).retained()
            write(item.borrowed)
            index &+= 1
        }
        buffer.append("]")
    }

    private mutating func writeTuple(_ tuple: Borrowed) {
        buffer.append("[")
        // Safe: a tuple does not change, and keeps its items alive.
        for index in 0..<(unsafe martlet_tuple_count(tuple.raw)) {
            if index > 0 { buffer.append(",") }
            guard hasRoom() else { break }
            unsafe write(Borrowed(martlet_tuple_item(tuple.raw, index)))
        }
        buffer.append("]")
    }

    private mutating func writeDictionary(_ dictionary: Borrowed) {
        buffer.append("{")
        var position = 0
        var key: RawObject?
        var value: RawObject?
        var isFirst = true
        // Safe: both references are borrowed from the dictionary and get counts of their own before
        // anything else runs; a dictionary that changes meanwhile ends the walk or shifts it.
        while unsafe PyDict_Next(dictionary.raw, &position, &key, &value) != 0 {
            guard let rawKey = unsafe key, let rawValue = unsafe value else { break }
            let key = unsafe Borrowed(rawKey).retained()
            let value = unsafe Borrowed(rawValue).retained()
            if !isFirst { buffer.append(",") }
            isFirst = false
            guard buffer.count < limit else {
                isCut = true
                buffer.append(#""$cut":"size""#)
                break
            }
            let isSecret = writeKey(key.borrowed)
            buffer.append(":")
            if isSecret, !value.isNone { buffer.append(#""***""#) } else { write(value.borrowed) }
        }
        buffer.append("}")
    }

    /// Writes a key; whether what stands under it is a secret.
    mutating func writeKey(_ key: Borrowed) -> Bool {
        if key.isText {
            writeText(key)
            return key.withUTF8 { unsafe Masking.isSecret($0) }
        }
        // JSON's keys are texts: others are written as `str` has them.
        if let text = key.optionalText() { writeText(text.borrowed) } else { buffer.append(#""?""#) }
        return false
    }

    /// A value that JSON has no form for: its type, and the beginning of its `repr`.
    private mutating func writeOther(_ value: Borrowed) {
        buffer.append(#"{"$type":"#)
        writeTypeName(of: value)
        if let text = value.optionalRepresentation() {
            buffer.append(#","repr":"#)
            writeText(text.borrowed, limit: 200)
        }
        buffer.append("}")
    }

    /// The qualified name of a value's type, as a JSON string.
    mutating func writeTypeName(of value: Borrowed) {
        let type = value.type.retained()
        buffer.append(UInt8(ascii: "\""))
        if let module = type.quietAttribute(state.names.module), module.isText, !module.spells("builtins") {
            writeEscaped(module.borrowed, limit: 200)
            buffer.append(".")
        }
        if let name = type.quietAttribute(state.names.qualname), name.isText {
            writeEscaped(name.borrowed, limit: 200)
        }
        buffer.append(UInt8(ascii: "\""))
    }
}
