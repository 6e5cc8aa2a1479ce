import Model

/// Over which time the charts go, of what, and how they are split: links and a plain form, which end
/// up in the address.
struct ChartsForm {
    let filter: ChartsFilter
    /// The range that is shown, also where nobody chose one.
    let range: ChartsFilter.Range?
    let models: [String]

    var ranges: HTML {
        Tag.nav(.class("ranges"), .label("Time")) {
            for choice in ChartsFilter.Range.allCases {
                Tag.a(
                    .href(.charts(filter.over(choice).query)),
                    choice == range ? Attribute("aria-current", "true") : nil
                ) { choice.words }
            }
        }
    }

    var html: HTML {
        Tag.form(
            .class("filters"), .action(.charts), Attribute("method", "get"), Attribute("role", "search"),
            .label("Filter what the charts show")
        ) {
            if filter.since == nil, filter.until == nil, let range = filter.range {
                Tag.input(.type("hidden"), .name("range"), .value(range.rawValue))
            }
            FilterField.choice(
                "by", "Split by", none: "Nothing", ChartsFilter.Split.allCases.map { ($0.rawValue, $0.rawValue.capitalizedFirst) },
                chosen: filter.split?.rawValue)
            FilterField.model(filter.model, known: models)
            FilterField.operation(filter.operation)
            FilterField.word("name", "Name", filter.name)
            FilterField.time("since", "Since", filter.since)
            FilterField.time("until", "Until", filter.until)
            Tag.div(.class("actions")) {
                Tag.button(.type("submit")) { "Show" }
                if !filter.query.isEmpty { Tag.a(.href(.charts)) { "Clear" } }
            }
        }
    }
}

extension String {
    /// `model` as `Model`.
    var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
