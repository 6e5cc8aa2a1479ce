/// Reads one JSON text.
///
/// The first failure is noted and everything unwinds with what it has, so that strict parsing
/// and salvage are one path: the one throws the failure, the other takes what came back.
struct JSONParser {
    /// Each place in it is compared with its end before it is read.
    let bytes: UnsafeBufferPointer<UInt8>
    let depthLimit: Int
    /// Repairs what can be repaired instead of failing.
    let isLenient: Bool
    /// Takes what is nested too deeply for `null` instead of failing.
    var leavesOutDeepValues = false
    var position = 0
    private(set) var failure: JSONError?

    /// The bytes must live as long as the parser.
    init(_ bytes: UnsafeBufferPointer<UInt8>, depthLimit: Int, isLenient: Bool) {
        self.bytes = bytes
        self.depthLimit = depthLimit
        self.isLenient = isLenient
    }

    /// The value, or what there is of it; ``failure`` says whether that is all.
    mutating func parse() -> JSONValue? {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
        let value = parseValue(depth: 0)
        if failure == nil {
            skipWhitespace()
            if position < bytes.count { fail(.trailingBytes) }
        }
        return value
    }

    private mutating func parseValue(depth: Int) -> JSONValue? {
        skipWhitespace()
        guard let byte = peek() else { return fail(.unexpectedEnd) }
        switch byte {
        case UInt8(ascii: "\""): return parseString().map { .string($0) }
        case UInt8(ascii: "{"): return parseObject(depth: depth + 1)
        case UInt8(ascii: "["): return parseArray(depth: depth + 1)
        case UInt8(ascii: "t"): return parseLiteral("true", .bool(true))
        case UInt8(ascii: "f"): return parseLiteral("false", .bool(false))
        case UInt8(ascii: "n"): return parseLiteral("null", .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            return parseNumber(isNested: depth > 0)
        default: return fail(.unexpectedByte)
        }
    }

    private mutating func parseArray(depth: Int) -> JSONValue? {
        guard depth <= depthLimit else { return deepValue() }
        position += 1
        var elements: [JSONValue] = []
        skipWhitespace()
        if take(UInt8(ascii: "]")) { return .array(elements) }
        while true {
            if let element = parseValue(depth: depth) { elements.append(element) }
            guard failure == nil, continues(until: UInt8(ascii: "]")) else { return .array(elements) }
        }
    }

    private mutating func parseObject(depth: Int) -> JSONValue? {
        guard depth <= depthLimit else { return deepValue() }
        position += 1
        var object = JSONObject(expectedCount: 8)
        skipWhitespace()
        if take(UInt8(ascii: "}")) { return .object(object) }
        while true {
            guard let name = parseName() else { return .object(object) }
            if let value = parseValue(depth: depth) { object.set(name, value) }
            guard failure == nil, continues(until: UInt8(ascii: "}")) else { return .object(object) }
        }
    }

    /// An array or an object that is nested too deeply; of what it holds, only brackets and texts are looked at.
    private mutating func deepValue() -> JSONValue? {
        guard leavesOutDeepValues else { return fail(.tooDeep) }
        var closings: [UInt8] = []
        while let byte = peek() {
            switch byte {
            case UInt8(ascii: "\""):
                guard parseString() != nil, failure == nil else { return nil }
                continue
            case UInt8(ascii: "["): closings.append(UInt8(ascii: "]"))
            case UInt8(ascii: "{"): closings.append(UInt8(ascii: "}"))
            case UInt8(ascii: "]"), UInt8(ascii: "}"):
                guard closings.popLast() == byte else { return fail(.unexpectedByte) }
            default: break
            }
            position += 1
            if closings.isEmpty { return .null }
        }
        return fail(.unexpectedEnd)
    }

    /// A member's name and the colon behind it.
    private mutating func parseName() -> String? {
        skipWhitespace()
        guard let byte = peek() else { return fail(.unexpectedEnd) }
        guard byte == UInt8(ascii: "\"") else { return fail(.unexpectedByte) }
        let name = parseString()
        guard failure == nil else { return nil }
        skipWhitespace()
        guard take(UInt8(ascii: ":")) else {
            return fail(position < bytes.count ? .unexpectedByte : .unexpectedEnd)
        }
        return name
    }

    /// Behind an element: takes a comma, for which another one follows, or the closing bracket.
    private mutating func continues(until closing: UInt8) -> Bool {
        skipWhitespace()
        if take(UInt8(ascii: ",")) { return true }
        if take(closing) { return false }
        fail(position < bytes.count ? .unexpectedByte : .unexpectedEnd)
        return false
    }

    private mutating func parseLiteral(_ literal: StaticString, _ value: JSONValue) -> JSONValue? {
        let end = position + literal.utf8CodeUnitCount
        let found = bytes[position..<min(end, bytes.count)]
        // Safe: the literals above are pointers to ASCII that live as long as the program.
        let expected = UnsafeBufferPointer(start: literal.utf8Start, count: literal.utf8CodeUnitCount)
        guard found.elementsEqual(expected) else {
            return fail(expected.starts(with: found) ? .unexpectedEnd : .unexpectedByte)
        }
        position = end
        return value
    }

    func peek() -> UInt8? {
        position < bytes.count ? bytes[position] : nil
    }

    mutating func take(_ byte: UInt8) -> Bool {
        guard position < bytes.count, bytes[position] == byte else { return false }
        position += 1
        return true
    }

    private mutating func skipWhitespace() {
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "\t"): position += 1
            default: return
            }
        }
    }

    /// Notes the first failure, at the current position unless told otherwise.
    mutating func fail<Value>(_ reason: JSONError.Reason, at offset: Int? = nil) -> Value? {
        if failure == nil { failure = JSONError(reason, offset: offset ?? position) }
        return nil
    }

    mutating func fail(_ reason: JSONError.Reason, at offset: Int? = nil) {
        if failure == nil { failure = JSONError(reason, offset: offset ?? position) }
    }
}
