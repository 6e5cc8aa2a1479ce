import JSON

/// Shows what a program recorded: as it is, bounded, and in its own direction.
struct RecordedText {
    let budget: TextBudget
    /// Texts of more bytes get a window of their own to scroll in.
    private static let longText = 6_000

    /// Prose, with its line breaks and spaces.
    func prose(_ text: String) -> HTML {
        block(text, classes: "recorded")
    }

    /// Code or JSON, in a fixed width; JSON gets a line for each member.
    func code(_ text: String, limit: Int = TextBudget.textLimit) -> HTML {
        block(Self.pretty(text), classes: "recorded code", limit: limit)
    }

    /// What is likely to be JSON: that as code, and anything else as prose.
    func structured(_ text: String) -> HTML {
        let pretty = Self.pretty(text)
        return pretty == text ? prose(text) : block(pretty, classes: "recorded code")
    }

    /// A short value within a line.
    func inline(_ text: String, limit: Int = 1_000) -> HTML {
        let excerpt = budget.excerpt(text, limit: limit)
        return .build {
            Tag.bdi { excerpt.text }
            omission(excerpt)
        }
    }

    private func block(_ text: String, classes: String, limit: Int = TextBudget.textLimit) -> HTML {
        let excerpt = budget.excerpt(text, limit: limit)
        let isLong = excerpt.text.utf8.count > Self.longText
        return .build {
            if isLong {
                // What scrolls can be reached and scrolled with the keyboard.
                Tag.div(
                    .class(classes + " long"), .ownDirection, Attribute("tabindex", "0"), Attribute("role", "group"),
                    .label("Long text")) { excerpt.text }
            } else {
                Tag.div(.class(classes), .ownDirection) { excerpt.text }
            }
            omission(excerpt)
        }
    }

    private func omission(_ excerpt: TextBudget.Excerpt) -> HTML? {
        guard excerpt.omittedBytes > 0 else { return nil }
        return Tag.span(.class("omission")) { "… \(Quantity.bytes(excerpt.omittedBytes)) more, not shown" }
    }

    /// A text that is a JSON object or array is set out; any other stays as it is.
    private static func pretty(_ text: String) -> String {
        guard text.utf8.count <= 4 * TextBudget.textLimit, let value = try? JSONValue(parsing: Array(text.utf8))
        else { return text }
        switch value {
        case .object, .array: return value.prettyJSON()
        default: return text
        }
    }
}
