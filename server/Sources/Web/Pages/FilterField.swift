import Model

/// A field of a form that filters, under its name.
enum FilterField {
    static func labelled(_ name: String, _ label: String, @HTMLBuilder content: () -> HTML) -> HTML {
        Tag.div(.class("field")) {
            Tag.label(.for("filter-\(name)")) { label }
            content()
        }
    }

    static func word(_ name: String, _ label: String, _ value: String?) -> HTML {
        labelled(name, label) {
            Tag.input(
                .id("filter-\(name)"), .name(name), .type("text"), .value(value ?? ""),
                Attribute("autocomplete", "off"), Attribute("size", "8"))
        }
    }

    static func operation(_ value: Meaning.Operation?) -> HTML {
        choice(
            "operation", "Operation", none: "Any", Meaning.Operation.allCases.map { ($0.rawValue, $0.rawValue) },
            chosen: value?.rawValue)
    }

    static func model(_ value: String?, known: [String]) -> HTML {
        labelled("model", "Model") {
            Tag.input(
                .id("filter-model"), .name("model"), .type("text"), .value(value ?? ""),
                Attribute("list", "known-models"), Attribute("autocomplete", "off"), Attribute("size", "14"))
            Tag.datalist(.id("known-models")) {
                for model in known.prefix(200) { Tag.option(.value(model)) }
            }
        }
    }

    static func time(_ name: String, _ label: String, _ value: Int64?) -> HTML {
        let time = value.map(Timestamp.init(nanoseconds:))
        // Browsers do not send a field whose value does not fit its step, which is a minute.
        let step = time.map { $0.second != 0 ? Attribute("step", "1") : nil } ?? nil
        return labelled(name, label) {
            Tag.input(
                .id("filter-\(name)"), .name(name), .type("datetime-local"), step,
                .value(time?.fieldText ?? ""))
        }
    }

    /// One of several, or none; each with its value and what is read.
    static func choice(
        _ name: String, _ label: String, none: String, _ options: [(value: String, words: String)], chosen: String?
    ) -> HTML {
        labelled(name, label) {
            Tag.select(.id("filter-\(name)"), .name(name)) {
                Tag.option(.value("")) { none }
                for option in options {
                    Tag.option(.value(option.value), option.value == chosen ? Attribute("selected", nil) : nil) {
                        option.words
                    }
                }
            }
        }
    }
}
