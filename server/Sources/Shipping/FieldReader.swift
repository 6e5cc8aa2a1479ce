import JSON

/// Reads the members of an object that was sent; what is wrong is said with its place.
struct FieldReader {
    let place: String
    private let object: JSONObject

    init(_ value: JSONValue?, _ place: String) throws(WireError) {
        guard let object = value?.object else { throw WireError(place, "it must be an object") }
        self.place = place
        self.object = object
    }

    func value(_ name: String) -> JSONValue? {
        guard let value = object[name], !value.isNull else { return nil }
        return value
    }

    func optionalText(_ name: String) throws(WireError) -> String? {
        guard let value = value(name) else { return nil }
        guard let text = value.string else { throw wrong(name, "a text") }
        return text
    }

    func text(_ name: String) throws(WireError) -> String {
        guard let text = try optionalText(name) else { throw wrong(name, "a text") }
        return text
    }

    /// A whole number that fits; 64 bits may come as a text.
    func optionalNumber<Number: FixedWidthInteger>(_ name: String) throws(WireError) -> Number? {
        guard let value = value(name) else { return nil }
        guard let number = Number(value.number?.text ?? value.string ?? "") else {
            throw wrong(name, "a whole number")
        }
        return number
    }

    func number<Number: FixedWidthInteger>(_ name: String) throws(WireError) -> Number {
        guard let number: Number = try optionalNumber(name) else { throw wrong(name, "a whole number") }
        return number
    }

    func bool(_ name: String) throws(WireError) -> Bool {
        guard let value = value(name) else { return false }
        guard let bool = value.bool else { throw wrong(name, "true or false") }
        return bool
    }

    func elements(_ name: String) throws(WireError) -> [JSONValue] {
        guard let elements = value(name)?.array else { throw wrong(name, "an array") }
        return elements
    }

    /// One of several words.
    func word<Word>(_ name: String, _ words: [(String, Word)]) throws(WireError) -> Word {
        let text = try text(name)
        guard let found = words.first(where: { $0.0 == text }) else {
            throw wrong(name, "one of " + words.map(\.0).joined(separator: ", "))
        }
        return found.1
    }

    func wrong(_ name: String, _ expected: String) -> WireError {
        WireError("\(place).\(name)", "it must be \(expected)")
    }
}
