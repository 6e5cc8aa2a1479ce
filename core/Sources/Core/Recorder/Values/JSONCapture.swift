import CPython

/// Writes Python values as JSON, into memory of its own.
///
/// It is total: whatever the value does, something valid is written and nothing is raised.
/// What JSON has no form for becomes an object with `$type`. What is beyond the limits is cut,
/// visibly: `"…"` ends a text, `{"$cut": reason}` stands for what was left out.
///
/// No exception may be set when a value is written.
struct JSONCapture: ~Copyable {
    var buffer = ByteBuffer()
    /// Something was left out.
    private(set) var isCut = false

    let state: StateReference
    let limits: CaptureLimits
    /// The containers that are being written, to notice one that contains itself.
    private var ancestors = InlineArray<48, UInt>(repeating: 0)
    private var depth = 0
    /// An object that stands for a row of a database is being written.
    var isInEntity = false

    init(_ state: StateReference, limits: CaptureLimits = ProcessRecorder.limits) {
        self.state = state
        self.limits = limits
    }

    /// Bytes that may still be written.
    var remaining: Int { limits.bytes &- buffer.count }

    mutating func noteCut() { isCut = true }

    mutating func write(_ value: Borrowed) {
        if value.isText {
            writeText(value)
        } else if value.isNone {
            buffer.append("null")
        } else if value.isIdentical(to: Borrowed.true) {
            buffer.append("true")
        } else if value.isIdentical(to: Borrowed.false) {
            buffer.append("false")
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
            value.withBytes { bytes in unsafe writeBytes(bytes, "bytes") }
        } else {
            writeObject(value)
        }
    }

    /// `{"$cut": "reason"}`.
    mutating func writeCut(_ reason: StaticString) {
        isCut = true
        buffer.append(#"{"$cut":""#)
        buffer.append(reason)
        buffer.append(#""}"#)
    }

    /// Writes what is within a container, unless that is too deep or within itself.
    mutating func nest(_ value: Borrowed, _ body: (inout JSONCapture, Borrowed) -> Void) {
        guard depth < limits.depth else { return writeCut("depth") }
        let address = unsafe UInt(bitPattern: value.raw)
        for index in 0..<depth where ancestors[index] == address { return writeCut("cycle") }
        ancestors[depth] = address
        depth &+= 1
        body(&self, value)
        depth &-= 1
    }
}
