/// Reads a page as a strict parser would, and notes everything that is not as it must be.
///
/// It knows only what our pages use: elements, quoted attributes and character references. In a
/// page that passes, recorded text cannot have become markup.
struct MarkupChecker {
    private(set) var problems: [String] = []
    /// All elements in order, with their attributes.
    private(set) var elements: [(name: String, attributes: [String: String])] = []
    /// What a reader sees, references resolved.
    private(set) var text = ""

    private var rest: Substring
    private var open: [String] = []

    private static let void: Set = ["meta", "link", "input"]
    static let known: Set = [
        "html", "head", "title", "meta", "link", "body", "header", "nav", "main", "section", "article",
        "aside", "footer", "h1", "h2", "h3", "h4", "div", "p", "pre", "ol", "ul", "li", "dl", "dt", "dd",
        "details", "summary", "a", "span", "bdi", "strong", "code", "time", "abbr", "table", "caption",
        "thead", "tbody", "tr", "th", "td", "form", "label", "input", "select", "option", "datalist",
        "button", "svg", "path", "line", "circle", "rect",
    ]

    init(_ page: String) {
        rest = page[...]
        if rest.hasPrefix("<!doctype html>\n") { rest = rest.dropFirst(16) } else { problems.append("no doctype") }
        while let character = rest.first {
            switch character {
            case "<": readTag()
            case "&": text += readReference()
            case ">": fail("a bare >")
            default:
                let plain = rest.prefix { $0 != "<" && $0 != "&" && $0 != ">" }
                text += plain
                rest = rest[plain.endIndex...]
            }
        }
        if !open.isEmpty { problems.append("never closed: \(open)") }
        checkReferences()
    }

    private mutating func readTag() {
        rest = rest.dropFirst()
        let closes = rest.first == "/"
        if closes { rest = rest.dropFirst() }
        let name = String(rest.prefix { $0.isLetter || $0.isNumber })
        rest = rest.dropFirst(name.count)
        guard Self.known.contains(name) else { return fail("an element called “\(name)”") }
        if closes {
            if open.popLast() != name { problems.append("</\(name)> closes something else") }
            return take(">")
        }
        var attributes: [String: String] = [:]
        while rest.first == " " {
            rest = rest.dropFirst()
            let attribute = String(rest.prefix { $0.isLetter || $0.isNumber || $0 == "-" })
            rest = rest.dropFirst(attribute.count)
            if attribute == "style" || attribute.hasPrefix("on") { problems.append("an attribute \(attribute)") }
            if attributes[attribute] != nil { problems.append("\(attribute) twice") }
            attributes[attribute] = rest.first == "=" ? readValue() : ""
        }
        elements.append((name, attributes))
        take(">")
        if !Self.void.contains(name) { open.append(name) }
    }

    private mutating func readValue() -> String {
        rest = rest.dropFirst()
        take("\"")
        var value = ""
        while let character = rest.first, character != "\"" {
            switch character {
            case "&": value += readReference()
            case "<", ">", "'": fail("a bare \(character) in a value")
            default:
                value.append(character)
                rest = rest.dropFirst()
            }
        }
        take("\"")
        return value
    }

    private mutating func readReference() -> String {
        let names = ["&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": "\"", "&#39;": "'"]
        for (reference, character) in names where rest.hasPrefix(reference) {
            rest = rest.dropFirst(reference.count)
            return character
        }
        fail("a bare &")
        return ""
    }

    private mutating func take(_ character: Character) {
        if rest.first == character { rest = rest.dropFirst() } else { fail("no \(character)") }
    }

    private mutating func fail(_ problem: String) {
        problems.append("\(problem) at “\(rest.prefix(40))”")
        rest = rest.dropFirst()
    }

    /// Ids are unique, and what points to one finds it.
    private mutating func checkReferences() {
        let ids = elements.compactMap { $0.attributes["id"] }
        if Set(ids).count != ids.count { problems.append("an id twice") }
        for element in elements {
            for name in ["for", "list", "aria-labelledby"] {
                if let id = element.attributes[name], !ids.contains(id) { problems.append("\(name)=\(id) finds nothing") }
            }
            if let link = element.attributes["href"], link.hasPrefix("#"), !ids.contains(String(link.dropFirst())) {
                problems.append("\(link) finds nothing")
            }
        }
    }

    /// The values of an attribute, over all elements of a name.
    func values(of attribute: String, in name: String) -> [String] {
        elements.filter { $0.name == name }.compactMap { $0.attributes[attribute] }
    }
}
