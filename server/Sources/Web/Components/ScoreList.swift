import Model

/// A judgement as a page shows it.
public struct ShownScore: Sendable, Equatable {
    public var name: String
    /// The number, the truth or the text.
    public var value: String
    public var comment: String?
    /// `nil` for one of the whole trace.
    public var span: SpanID?

    public init(name: String, value: String, comment: String? = nil, span: SpanID? = nil) {
        self.name = name
        self.value = value
        self.comment = comment
        self.span = span
    }
}

/// Judgements, as a small table.
struct ScoreList {
    let text: RecordedText
    /// More than these are left out.
    static let limit = 100

    func html(_ scores: [ShownScore]) -> HTML? {
        guard !scores.isEmpty else { return nil }
        return Tag.table(.class("facts scores")) {
            Tag.caption { "Scores" }
            Tag.tbody {
                for score in scores.prefix(Self.limit) {
                    Tag.tr {
                        Tag.th(.scope("row")) { text.inline(score.name, limit: 200) }
                        Tag.td {
                            Tag.strong { text.inline(score.value, limit: 300) }
                            if let comment = score.comment {
                                " "
                                Tag.span(.class("note")) { text.inline(comment, limit: 500) }
                            }
                        }
                    }
                }
                if scores.count > Self.limit {
                    Tag.tr {
                        Tag.td(.class("omission"), Attribute("colspan", "2")) {
                            "… \(Quantity.count(scores.count - Self.limit)) more, not shown"
                        }
                    }
                }
            }
        }
    }
}
