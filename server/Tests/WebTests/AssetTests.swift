import Testing
import Web

@Suite("Web: assets and what browsers are told")
struct AssetTests {
    @Test("every asset that pages refer to is there, under a path of its content")
    func assets() {
        let page = MarkupChecker(Pages.error(status: 404, title: "x", message: "y"))
        let links = page.values(of: "href", in: "link")
        #expect(Set(links) == Set(Assets.all.map(\.path)))
        for asset in Assets.all {
            #expect(!asset.bytes.isEmpty)
            #expect(asset.path.split(separator: "-").last?.split(separator: ".").first?.count == 16)
            #expect(Assets.asset(at: asset.path)?.bytes == asset.bytes)
        }
        #expect(Assets.asset(at: "/assets/martlet.css") == nil)
        #expect(Asset.cacheControl.contains("immutable"))
    }

    @Test("the stylesheet loads nothing")
    func stylesheet() throws {
        let css = try #require(Assets.all.first { $0.contentType.hasPrefix("text/css") })
        let text = String(decoding: css.bytes, as: UTF8.self)
        #expect(!text.contains("url(") && !text.contains("@import") && !text.contains("http"))
        #expect(text.filter { $0 == "{" }.count == text.filter { $0 == "}" }.count)
    }

    @Test("the icon is the mark")
    func icon() throws {
        let icon = try #require(Assets.all.first { $0.contentType == "image/svg+xml" })
        let page = MarkupChecker(Pages.error(status: 404, title: "x", message: "y"))
        let outline = try #require(page.values(of: "d", in: "path").first)
        #expect(String(decoding: icon.bytes, as: UTF8.self).contains(outline))
    }

    @Test("the policy allows our own style and icon, and nothing inline")
    func policy() {
        let headers = Dictionary(uniqueKeysWithValues: Security.headers)
        #expect(headers["Content-Security-Policy"] == "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
        #expect(headers["X-Content-Type-Options"] == "nosniff")
        #expect(Pages.headers.contains { $0 == ("Content-Type", "text/html; charset=utf-8") })
    }

    @Test("every class in the pages that carries a colour or a place is in the stylesheet")
    func classes() throws {
        let css = String(decoding: try #require(Assets.all.first { $0.contentType.hasPrefix("text/css") }).bytes, as: UTF8.self)
        for status in ["ok", "error", "running", "interrupted", "cancelled", "abandoned"] {
            #expect(css.contains(".status-\(status) ") && css.contains(".row-\(status) "))
        }
        for depth in 1...12 { #expect(css.contains(".depth-\(depth) ")) }
    }
}
