import FoundationEssentials
import JSON
import Store

extension QueryValue {
    /// Bytes as `{"base64": …}`; an infinite number, which JSON lacks, as a text.
    package var json: JSONValue {
        switch self {
        case .null: .null
        case .integer(let number): .integer(number)
        case .real(let number): JSONNumber(number).map(JSONValue.number) ?? .string("\(number)")
        case .text(let text): .string(text)
        case .blob(let bytes): ["base64": .string(Data(bytes).base64EncodedString())]
        }
    }

    /// As a field of a table; `nil` for NULL. Bytes in hexadecimal digits.
    package var text: String? {
        switch self {
        case .null: nil
        case .integer(let number): String(number)
        case .real(let number): String(number)
        case .text(let text): text
        case .blob(let bytes):
            bytes.reduce(into: "") { $0 += ($1 < 16 ? "0" : "") + String($1, radix: 16) }
        }
    }
}
