/// An attribute of an element. Its name is written in our sources, its value is escaped; there is
/// no `style` and no event handler.
struct Attribute: Sendable {
    let name: StaticString
    /// `nil` for one that is there or not, such as `selected`.
    let value: String?

    init(_ name: StaticString, _ value: String?) {
        self.name = name
        self.value = value
    }
}

extension Attribute {
    static func `class`(_ names: String) -> Attribute { Attribute("class", names) }

    static func id(_ id: String) -> Attribute { Attribute("id", id) }

    /// Links are made from parts that we know: a recorded text cannot become one.
    static func href(_ link: Link) -> Attribute { Attribute("href", link.text) }

    static func action(_ link: Link) -> Attribute { Attribute("action", link.text) }

    static func name(_ name: String) -> Attribute { Attribute("name", name) }

    static func type(_ type: String) -> Attribute { Attribute("type", type) }

    static func value(_ value: String) -> Attribute { Attribute("value", value) }

    static func `for`(_ id: String) -> Attribute { Attribute("for", id) }

    static func scope(_ scope: String) -> Attribute { Attribute("scope", scope) }

    static func title(_ title: String) -> Attribute { Attribute("title", title) }

    static func label(_ text: String) -> Attribute { Attribute("aria-label", text) }

    static func datetime(_ text: String) -> Attribute { Attribute("datetime", text) }

    /// The direction of a recorded text is its own, and does not spread to what is around it.
    static var ownDirection: Attribute { Attribute("dir", "auto") }

    static var hiddenFromReaders: Attribute { Attribute("aria-hidden", "true") }
}
