/// What filters say of what they do not understand.
enum FilterText {
    static func noTime(_ value: String) -> String {
        "“\(shortened(value))” is not a time such as 2026-11-21 or 2026-11-21T05:16."
    }

    static func shortened(_ value: String, to count: Int = 40) -> String {
        let beginning = String(String.UnicodeScalarView(value.unicodeScalars.prefix(count)))
        return beginning.utf8.count < value.utf8.count ? beginning + "…" : value
    }
}
