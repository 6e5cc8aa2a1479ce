import API
import JSON
import TestSupport
import Testing

@Suite struct PageTests {
    @Test func theRootLeadsToTheList() async throws {
        let answer = try await Site().get("/")
        #expect(answer.status == 303)
        #expect(answer.header("Location") == "/traces")
    }

    @Test func pagesShowWhatWasRecordedAndRunNothing() async throws {
        let site = try await Site()
        try await site.record()
        for path in ["/traces", "/traces/\(Site.first)", "/traces/\(Site.first)?span=0000000000000001"] {
            let page = try await site.get(path)
            #expect(page.status == 200, "\(path)")
            #expect(page.header("Content-Type") == "text/html; charset=utf-8")
            #expect(page.header("Cache-Control") == "no-store")
            #expect(page.header("Content-Security-Policy")?.contains("script-src") == false)
            #expect(page.header("Content-Security-Policy")?.contains("unsafe") == false)
            #expect(page.header("X-Frame-Options") == "DENY")
            #expect(page.text.contains("&lt;script&gt;alert(1)&lt;/script&gt;"), "\(path)")
            #expect(!page.text.contains("<script"))
            #expect(page.text.contains("Because it sleeps on the wing."))
        }
    }

    @Test func filtersOfTheList() async throws {
        let site = try await Site()
        try await site.record()
        #expect(try await site.get("/traces?status=error&model=gpt&since=&until=").text.contains(Site.first))
        #expect(try await !site.get("/traces?status=ok").text.contains(Site.first))
        #expect(try await site.get("/traces?text=sleeps+wing").text.contains(Site.first))
        #expect(try await site.get("/traces?name=create!").text.contains(Site.first))
        for query in ["text=unsaid", "name=nothing", "user=nobody", "session=none"] {
            let page = try await site.get("/traces?\(query)")
            #expect(page.status == 200)
            #expect(!page.text.contains(Site.first), "\(query)")
        }
        // What is not understood is said, and is no error.
        #expect(try await site.get("/traces?status=bad&since=soon").status == 200)
        #expect(try await site.get("/traces?cursor=nonsense").status == 400)
    }

    @Test(arguments: ["/nothing", "/traces/xyz", "/traces/\(String(repeating: "b", count: 32))", "/assets/none.css", "/assets/..%2F..%2Fetc"])
    func errorsArePagesForPeople(path: String) async throws {
        let page = try await Site().get(path)
        #expect(page.status == 404)
        #expect(page.header("Content-Type") == "text/html; charset=utf-8")
        #expect(page.text.hasPrefix("<!doctype html>"))
        #expect(page.header("Content-Security-Policy") != nil)
    }

    @Test func aPathInAnErrorIsEscaped() async throws {
        let page = try await Site().get("/<img%20src=x%20onerror=alert(1)>")
        #expect(page.status == 404)
        #expect(!page.text.contains("<img"))
    }

    @Test func assetsMayBeKeptForEver() async throws {
        let site = try await Site()
        let page = try await site.get("/traces").text
        let path = try #require(page.split(separator: "\"").first { $0.hasPrefix("/assets/") && $0.hasSuffix(".css") })
        let asset = try await site.get(String(path))
        #expect(asset.status == 200)
        #expect(asset.header("Content-Type") == "text/css; charset=utf-8")
        #expect(asset.header("Cache-Control")?.contains("immutable") == true)
        #expect(asset.header("Content-Length") == "\(asset.body.count)")
    }
}
