import Model

/// The list's filters: a plain form, whose fields end up in the address.
struct FilterForm {
    let filter: TraceListFilter
    let models: [String]

    var html: HTML {
        Tag.form(
            .class("filters"), .action(.traces), Attribute("method", "get"), Attribute("role", "search"),
            .label("Filter traces")
        ) {
            FilterField.labelled("text", "Text") {
                Tag.input(
                    .id("filter-text"), .name("text"), .type("search"), .value(filter.text ?? ""),
                    .title("Words that are in prompts and answers; * stands for the end of a word"),
                    Attribute("size", "14"))
            }
            FilterField.word("name", "Name", filter.name)
            FilterField.choice(
                "status", "Status", none: "Any", SpanStatus.allCases.map { ($0.rawValue, $0.word) },
                chosen: filter.status?.rawValue)
            FilterField.operation(filter.operation)
            FilterField.model(filter.model, known: models)
            FilterField.word("user", "User", filter.user)
            FilterField.word("session", "Session", filter.session)
            FilterField.time("since", "Since", filter.since)
            FilterField.time("until", "Until", filter.until)
            Tag.div(.class("actions")) {
                Tag.button(.type("submit")) { "Filter" }
                if !filter.isEmpty { Tag.a(.href(.traces)) { "Clear" } }
            }
        }
    }
}
