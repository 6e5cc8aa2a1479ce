import Model

/// Messages one below the other.
struct ConversationView {
    let text: RecordedText
    /// Messages beyond these, in the middle, are left out.
    static let firstShown = 20
    static let lastShown = 180

    func html(_ messages: [Message], isAnswer: Bool) -> HTML {
        let omitted = max(0, messages.count - Self.firstShown - Self.lastShown)
        let hasChoices = isAnswer && messages.count > 1
        return Tag.ol(.class(isAnswer ? "conversation answer" : "conversation")) {
            if omitted == 0 {
                for message in messages { item(message, showsChoice: hasChoices) }
            } else {
                for message in messages.prefix(Self.firstShown) { item(message, showsChoice: hasChoices) }
                Tag.li(.class("omission")) { "… \(Quantity.count(omitted, "message")) not shown" }
                for message in messages.suffix(Self.lastShown) { item(message, showsChoice: hasChoices) }
            }
        }
    }

    private func item(_ message: Message, showsChoice: Bool) -> HTML {
        Tag.li(.class("message role-\(Self.knownRole(message.role))")) {
            Tag.div(.class("message-head")) {
                Tag.span(.class("role")) { text.inline(message.role, limit: 80) }
                if let name = message.name { Tag.span(.class("note")) { text.inline(name, limit: 80) } }
                if let id = message.toolCallID {
                    Tag.span(.class("note")) {
                        "answers "
                        Tag.code { text.inline(id, limit: 120) }
                    }
                }
                if showsChoice, let choice = message.choice { Tag.span(.class("note")) { "choice \(choice)" } }
                if let reason = message.finishReason {
                    Tag.span(.class("note"), .title("Why the model stopped")) { text.inline(reason, limit: 80) }
                }
            }
            Tag.div(.class("message-body")) {
                if message.parts.isEmpty { Tag.p(.class("nothing")) { "No content" } }
                for part in message.parts { html(part, of: message) }
            }
        }
    }

    private func html(_ part: Message.Part, of message: Message) -> HTML {
        switch part {
        case .text(let content) where message.role == "tool": text.structured(content)
        case .text(let content): text.prose(content)
        case .refusal(let content):
            Tag.div(.class("part refusal")) {
                Tag.span(.class("part-label")) { "Refusal" }
                text.prose(content)
            }
        case .reasoning(let content):
            Tag.details(.class("part reasoning")) {
                Tag.summary { "Reasoning" }
                text.prose(content)
            }
        case .toolCall(let id, let name, let arguments):
            Tag.div(.class("part tool-call")) {
                Tag.span(.class("part-label")) {
                    "Calls "
                    Tag.code { text.inline(name, limit: 200) }
                    if let id { Tag.code(.class("note")) { text.inline(id, limit: 120) } }
                }
                if !arguments.isEmpty { text.code(arguments) }
            }
        case .other(let kind, let json):
            Tag.details(.class("part other")) {
                Tag.summary { text.inline(kind, limit: 80) }
                text.code(json, limit: 4_096)
            }
        }
    }

    /// Roles that the stylesheet knows. Others are shown too, but do not become class names.
    private static func knownRole(_ role: String) -> String {
        switch role {
        case "system", "developer": "system"
        case "user", "assistant", "tool": role
        default: "other"
        }
    }
}
