/// An element's name. Calling it makes the element: `Tag.p(.class("note")) { text }`.
struct Tag: Sendable {
    let name: StaticString
    /// Has neither content nor an end.
    let isVoid: Bool

    private init(_ name: StaticString, isVoid: Bool = false) {
        self.name = name
        self.isVoid = isVoid
    }

    func callAsFunction(_ attributes: Attribute?..., @HTMLBuilder content: () -> HTML) -> HTML {
        .element(self, attributes.compactMap { $0 }, [content()])
    }

    func callAsFunction(_ attributes: Attribute?...) -> HTML {
        .element(self, attributes.compactMap { $0 }, [])
    }
}

extension Tag {
    static let html = Tag("html")
    static let head = Tag("head")
    static let title = Tag("title")
    static let meta = Tag("meta", isVoid: true)
    static let link = Tag("link", isVoid: true)
    static let body = Tag("body")

    static let header = Tag("header")
    static let nav = Tag("nav")
    static let main = Tag("main")
    static let section = Tag("section")
    static let article = Tag("article")
    static let aside = Tag("aside")
    static let footer = Tag("footer")
    static let h1 = Tag("h1")
    static let h2 = Tag("h2")
    static let h3 = Tag("h3")
    static let h4 = Tag("h4")

    static let div = Tag("div")
    static let p = Tag("p")
    static let pre = Tag("pre")
    static let ol = Tag("ol")
    static let ul = Tag("ul")
    static let li = Tag("li")
    static let dl = Tag("dl")
    static let dt = Tag("dt")
    static let dd = Tag("dd")
    static let details = Tag("details")
    static let summary = Tag("summary")

    static let a = Tag("a")
    static let span = Tag("span")
    static let bdi = Tag("bdi")
    static let strong = Tag("strong")
    static let code = Tag("code")
    static let time = Tag("time")
    static let abbr = Tag("abbr")

    static let table = Tag("table")
    static let caption = Tag("caption")
    static let thead = Tag("thead")
    static let tbody = Tag("tbody")
    static let tr = Tag("tr")
    static let th = Tag("th")
    static let td = Tag("td")

    static let form = Tag("form")
    static let label = Tag("label")
    static let input = Tag("input", isVoid: true)
    static let select = Tag("select")
    static let option = Tag("option")
    static let datalist = Tag("datalist")
    static let button = Tag("button")

    static let svg = Tag("svg")
    static let path = Tag("path")
    static let line = Tag("line")
    static let circle = Tag("circle")
    static let rect = Tag("rect")
}
