import CPython
import Journal

/// The header `traceparent` of W3C Trace Context: `00-<trace>-<span>-<flags>` in hexadecimal.
enum TraceParent {
    /// The header's text for a span.
    static func text(of context: SpanContext) throws(PythonError) -> Owned {
        var text = ByteBuffer(capacity: 56)
        text.append("00-")
        text.append(hexadecimal: context.trace.high)
        text.append(hexadecimal: context.trace.low)
        text.append("-")
        text.append(hexadecimal: context.span)
        text.append("-01")
        // Safe: the bytes are ASCII; a new string or null.
        return try unsafe Owned(
            text.withBytes { bytes in
                unsafe PyUnicode_FromStringAndSize(bytes.baseAddress?.assumingMemoryBound(to: CChar.self), bytes.count)
            })
    }

    /// The span that a header names; nil for what is no header of a version that can be read.
    ///
    /// The span is not this process's own: nothing can be recorded on it.
    @safe static func parse(_ bytes: UnsafeRawBufferPointer) -> SpanContext? {
        // Version 00 is 55 characters long; a later one may have more behind a dash, and ff is none.
        guard bytes.count >= 55, dash(bytes, 2), dash(bytes, 35), dash(bytes, 52),
            let version = number(bytes, 0, 2), version != 0xFF,
            bytes.count == 55 || (version > 0 && dash(bytes, 55)),
            let high = number(bytes, 3, 16), let low = number(bytes, 19, 16), let span = number(bytes, 36, 16),
            number(bytes, 53, 2) != nil, high | low != 0, span != 0
        else { return nil }
        return SpanContext(trace: JournalID(high: high, low: low), span: span, generation: .max)
    }

    @safe private static func dash(_ bytes: UnsafeRawBufferPointer, _ index: Int) -> Bool {
        // Safe, as below: the caller has looked at the length.
        unsafe bytes[index] == UInt8(ascii: "-")
    }

    /// Lower-case digits alone, as the specification has them.
    @safe private static func number(_ bytes: UnsafeRawBufferPointer, _ start: Int, _ count: Int) -> UInt64? {
        var value: UInt64 = 0
        for index in start..<(start &+ count) {
            let byte = unsafe bytes[index]
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): value = value << 4 | UInt64(byte &- UInt8(ascii: "0"))
            case UInt8(ascii: "a")...UInt8(ascii: "f"): value = value << 4 | UInt64(byte &- UInt8(ascii: "a") &+ 10)
            default: return nil
            }
        }
        return value
    }
}

extension ByteBuffer {
    /// Sixteen digits, most significant first.
    mutating func append(hexadecimal number: UInt64) {
        for place in 0..<16 {
            let nibble = UInt8(truncatingIfNeeded: number >> UInt64((15 &- place) &* 4)) & 0xF
            append(nibble < 10 ? nibble &+ UInt8(ascii: "0") : nibble &- 10 &+ UInt8(ascii: "a"))
        }
    }
}
