import JSON
import Model

/// Reads the fields of one message as protobuf's JSON writes it, with OTLP's exceptions: ids are
/// hexadecimal, enumerations are numbers.
///
/// A field may be named in camel case or as in the .proto file; `null` is as good as missing; 64
/// bits are a text or a number. Names that nobody asks for are skipped.
struct FieldReader {
    private let members: JSONObject
    /// For messages about what is wrong, such as `resource.`.
    private let path: String

    /// - Parameter what: what the value is, for the message if it is no object.
    init(_ value: JSONValue, _ what: String) throws(OTLPError) {
        guard let object = value.object else {
            throw .invalidField(what, expected: "an object")
        }
        members = object
        path = what
    }

    /// A field by its two names; `nil` for `null`.
    func value(_ name: String, _ otherName: String? = nil) -> JSONValue? {
        let value = members[name] ?? otherName.flatMap { members[$0] }
        return value == .null ? nil : value
    }

    func string(_ name: String, _ otherName: String? = nil) throws(OTLPError) -> String {
        guard let value = value(name, otherName) else { return "" }
        guard let text = value.string else { throw wrong(name, "a text") }
        return text
    }

    func array(_ name: String, _ otherName: String? = nil) throws(OTLPError) -> [JSONValue] {
        guard let value = value(name, otherName) else { return [] }
        guard let elements = value.array else { throw wrong(name, "an array") }
        return elements
    }

    func bool(_ name: String) throws(OTLPError) -> Bool {
        guard let value = value(name)?.bool else { throw wrong(name, "true or false") }
        return value
    }

    /// Nanoseconds since 1970; 0 if missing.
    func time(_ name: String, _ otherName: String) throws(OTLPError) -> Int64 {
        guard let value = value(name, otherName) else { return 0 }
        let number = value.string.flatMap(UInt64.init) ?? value.number.flatMap(Self.unsigned)
        guard let number else { throw wrong(name, "a number of nanoseconds") }
        return try DecodingBudget.time(number)
    }

    /// A count of 32 bits; greater ones become the greatest.
    func count(_ name: String, _ otherName: String? = nil) throws(OTLPError) -> UInt32 {
        guard let value = value(name, otherName) else { return 0 }
        let number = value.string.flatMap(UInt64.init) ?? value.number.flatMap(Self.unsigned)
        guard let number else { throw wrong(name, "a count") }
        return UInt32(clamping: number)
    }

    /// A value of an enumeration: its number, or as protobuf's JSON has it, its name.
    func code(_ name: String, names: [String]) throws(OTLPError) -> UInt64 {
        guard let value = value(name) else { return 0 }
        if let text = value.string, let position = names.firstIndex(of: text) {
            return UInt64(position)
        }
        let number = value.string.flatMap(UInt64.init) ?? value.number.flatMap(Self.unsigned)
        guard let number else { throw wrong(name, "a number") }
        return number
    }

    func signed(_ name: String) throws(OTLPError) -> Int64 {
        let value = value(name)
        let number = value?.string.flatMap(Int64.init) ?? value?.int.map(Int64.init)
        guard let number else { throw wrong(name, "a whole number of 64 bits") }
        return number
    }

    func double(_ name: String) throws(OTLPError) -> Double {
        let value = value(name)
        switch value?.string {
        case "NaN": return .nan
        case "Infinity": return .infinity
        case "-Infinity": return -.infinity
        case let text?:
            guard let number = Double(text) else { throw wrong(name, "a number") }
            return number
        case nil:
            guard let number = value?.number?.double else { throw wrong(name, "a number") }
            return number
        }
    }

    func wrong(_ name: String, _ expected: String) -> OTLPError {
        .invalidField("\(path).\(name)", expected: expected)
    }

    private static func unsigned(_ number: JSONNumber) -> UInt64? {
        UInt64(number.text) ?? number.int.flatMap { UInt64(exactly: $0) }
    }
}
