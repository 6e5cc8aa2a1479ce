import Model

/// The beginnings of texts, for lists.
package enum Preview {
    /// Unicode scalars, not characters: one character can be made of any number of them.
    package static let limit = 200

    /// What the user asked; another message's text if no user did.
    static func prompt(_ messages: [Message]) -> String {
        let prompt = messages.last { $0.role == "user" && !$0.text.isEmpty }
        return shorten((prompt ?? messages.last { !$0.text.isEmpty })?.text ?? "")
    }

    /// What the model answered.
    static func answer(_ messages: [Message]) -> String {
        shorten(messages.first { !$0.text.isEmpty }?.text ?? "")
    }

    /// One line, cut.
    package static func shorten(_ text: String) -> String {
        var line = String.UnicodeScalarView()
        var isSpace = true
        var count = 0
        for scalar in text.unicodeScalars {
            guard count < limit else {
                line.append("…")
                break
            }
            if scalar.properties.isWhitespace {
                isSpace = true
                continue
            }
            if isSpace, !line.isEmpty {
                line.append(" ")
                count += 1
            }
            isSpace = false
            line.append(scalar)
            count += 1
        }
        return String(line)
    }
}
