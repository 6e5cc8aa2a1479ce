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
            field("text", "Text") {
                Tag.input(
                    .id("filter-text"), .name("text"), .type("search"), .value(filter.text ?? ""),
                    .title("Words that are in prompts and answers; * stands for the end of a word"),
                    Attribute("size", "18"))
            }
            status
            field("model", "Model") {
                Tag.input(
                    .id("filter-model"), .name("model"), .type("text"), .value(filter.model ?? ""),
                    Attribute("list", "known-models"), Attribute("autocomplete", "off"), Attribute("size", "14"))
                Tag.datalist(.id("known-models")) {
                    for model in models.prefix(200) { Tag.option(.value(model)) }
                }
            }
            word("user", "User", filter.user)
            word("session", "Session", filter.session)
            time("since", "Since", filter.since)
            time("until", "Until", filter.until)
            Tag.div(.class("actions")) {
                Tag.button(.type("submit")) { "Filter" }
                if !filter.isEmpty { Tag.a(.href(.traces)) { "Clear" } }
            }
        }
    }

    private func word(_ name: String, _ label: String, _ value: String?) -> HTML {
        field(name, label) {
            Tag.input(
                .id("filter-\(name)"), .name(name), .type("text"), .value(value ?? ""),
                Attribute("autocomplete", "off"), Attribute("size", "10"))
        }
    }

    private var status: HTML {
        field("status", "Status") {
            Tag.select(.id("filter-status"), .name("status")) {
                Tag.option(.value("")) { "Any" }
                for status in SpanStatus.allCases {
                    Tag.option(.value(status.rawValue), status == filter.status ? Attribute("selected", nil) : nil) {
                        status.word
                    }
                }
            }
        }
    }

    private func time(_ name: String, _ label: String, _ value: Int64?) -> HTML {
        let time = value.map(Timestamp.init(nanoseconds:))
        // Browsers do not send a field whose value does not fit its step, which is a minute.
        let step = time.map { $0.second != 0 ? Attribute("step", "1") : nil } ?? nil
        return field(name, label) {
            Tag.input(
                .id("filter-\(name)"), .name(name), .type("datetime-local"), step,
                .value(time?.fieldText ?? ""))
        }
    }

    private func field(_ name: String, _ label: String, @HTMLBuilder content: () -> HTML) -> HTML {
        Tag.div(.class("field")) {
            Tag.label(.for("filter-\(name)")) { label }
            content()
        }
    }
}
