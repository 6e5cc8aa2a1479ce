/// A piece of a page.
///
/// There is no case for markup that is a text already: whatever a program recorded can become
/// part of a page only as `text`, which the renderer escapes.
enum HTML {
    case text(String)
    case element(Tag, [Attribute], [HTML])
    case group([HTML])

    static var empty: HTML { .group([]) }

    /// As a whole document.
    var document: String {
        var renderer = HTMLRenderer()
        renderer.write("<!doctype html>\n")
        renderer.render(self)
        return renderer.text
    }
}
