/// A small table of names and values; without any, nothing.
struct Facts {
    private var rows: [(name: String, value: HTML, isPart: Bool)] = []
    let caption: String

    init(_ caption: String) {
        self.caption = caption
    }

    mutating func add(_ name: String, _ value: String?) {
        guard let value else { return }
        rows.append((name, .text(value), false))
    }

    mutating func add(_ name: String, html: HTML) {
        rows.append((name, html, false))
    }

    /// A value that the one above includes.
    mutating func add(partNamed name: String, _ value: String?) {
        guard let value else { return }
        rows.append((name, .text(value), true))
    }

    var html: HTML? {
        guard !rows.isEmpty else { return nil }
        return Tag.table(.class("facts")) {
            Tag.caption { caption }
            Tag.tbody {
                for row in rows {
                    Tag.tr(row.isPart ? .class("part-of") : nil) {
                        Tag.th(.scope("row")) { row.name }
                        Tag.td { row.value }
                    }
                }
            }
        }
    }
}
