import FoundationEssentials

/// What a request brings to be let in.
public enum Credentials: Sendable, Equatable {
    /// The secret alone: `Authorization: Bearer SECRET`.
    case secret(String)
    /// Public part and secret, as Langfuse's SDKs send them: `Authorization: Basic BASE64`.
    case pair(id: String, secret: String)

    /// Reads the field `Authorization`; `nil` for what is neither.
    public init?(authorization: String) {
        let parts = authorization.split(separator: " ", maxSplits: 1)
        guard parts.count == 2 else { return nil }
        let value = parts[1].drop { $0 == " " }
        switch parts[0].lowercased() {
        case "bearer":
            self = .secret(String(value))
        case "basic":
            guard let data = Data(base64Encoded: String(value)),
                let text = String(validating: data, as: UTF8.self),
                let colon = text.firstIndex(of: ":")
            else { return nil }
            self = .pair(id: String(text[..<colon]), secret: String(text[text.index(after: colon)...]))
        default:
            return nil
        }
    }
}
