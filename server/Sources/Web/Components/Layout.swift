/// What every page has around its content.
enum Layout {
    /// A page to which each page leads.
    enum Place {
        case traces
        case charts
    }

    /// A whole page. One that asks for it loads itself again after that many seconds.
    static func page(
        title: String, refreshSeconds: Int? = nil, place: Place? = nil, canLogOut: Bool = false,
        hasNavigation: Bool = true, @HTMLBuilder content: () -> HTML
    ) -> String {
        Tag.html(Attribute("lang", "en")) {
            head(title: title, refreshSeconds: refreshSeconds)
            Tag.body {
                Tag.a(.class("skip"), .href(.mainContent)) { "Skip to content" }
                header(place: place, canLogOut: canLogOut, hasNavigation: hasNavigation)
                Tag.main(.id("main")) { content() }
                Tag.footer(.class("page-footer")) {
                    Tag.p { "All times are UTC." }
                }
            }
        }.document
    }

    private static func head(title: String, refreshSeconds: Int?) -> HTML {
        Tag.head {
            Tag.meta(Attribute("charset", "utf-8"))
            Tag.meta(.name("viewport"), Attribute("content", "width=device-width, initial-scale=1"))
            Tag.meta(.name("color-scheme"), Attribute("content", "light dark"))
            if let refreshSeconds {
                Tag.meta(Attribute("http-equiv", "refresh"), Attribute("content", String(refreshSeconds)))
            }
            Tag.title { "\(title) · Martlet" }
            Tag.link(Attribute("rel", "stylesheet"), .href(.asset(Assets.stylesheet)))
            Tag.link(Attribute("rel", "icon"), .type(Assets.icon.contentType), .href(.asset(Assets.icon)))
        }
    }

    private static func header(place: Place?, canLogOut: Bool, hasNavigation: Bool) -> HTML {
        Tag.header(.class("page-header")) {
            Tag.a(.class("brand"), .href(.traces)) {
                BirdMark.html
                Tag.span { "Martlet" }
            }
            if hasNavigation {
                Tag.nav(.label("Main")) {
                    Tag.a(.href(.traces), place == .traces ? Attribute("aria-current", "page") : nil) { "Traces" }
                    Tag.a(.href(.charts), place == .charts ? Attribute("aria-current", "page") : nil) { "Charts" }
                }
            }
            if canLogOut {
                Tag.form(.class("logout"), .action(.logout), Attribute("method", "post")) {
                    Tag.button(.type("submit")) { "Log out" }
                }
            }
        }
    }
}
