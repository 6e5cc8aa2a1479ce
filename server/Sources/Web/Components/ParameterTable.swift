import Model

/// Names with their values as JSON.
struct ParameterTable {
    let text: RecordedText
    /// More than these are left out.
    static let limit = 200

    func html(_ caption: String, _ parameters: [Meaning.Parameter]) -> HTML? {
        guard !parameters.isEmpty else { return nil }
        return Tag.table(.class("facts parameters")) {
            Tag.caption { caption }
            Tag.tbody {
                for parameter in parameters.prefix(Self.limit) { row(parameter) }
                if parameters.count > Self.limit {
                    Tag.tr {
                        Tag.td(.class("omission"), Attribute("colspan", "2")) {
                            "… \(Quantity.count(parameters.count - Self.limit)) more, not shown"
                        }
                    }
                }
            }
        }
    }

    private func row(_ parameter: Meaning.Parameter) -> HTML {
        Tag.tr {
            Tag.th(.scope("row")) { text.inline(parameter.name, limit: 200) }
            Tag.td {
                if parameter.json.utf8.count <= 60 {
                    Tag.code { text.inline(parameter.json) }
                } else {
                    Tag.details {
                        Tag.summary { Quantity.bytes(parameter.json.utf8.count) }
                        text.code(parameter.json)
                    }
                }
            }
        }
    }
}
