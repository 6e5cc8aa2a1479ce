import JSON
import Model
import Store
import TestSupport
import Testing

/// The page of charts, from the sums of the store.
@Suite struct ChartTests {
    private static let minute: Int64 = 60_000_000_000

    /// Seven models, of which the first has most, over an hour of 1970.
    private func recorded() async throws -> Site {
        let site = try await Site()
        var recording = Recording()
        var changes: [Change] = []
        var id: UInt64 = 0
        for model in 1...7 {
            for number in 0..<(10 - model) {
                id += 1
                let start = Int64(number) * 6 * Self.minute
                changes += [
                    .start(id, trace: id, at: start, name: "call"), .payload(id, id, "model", "m\(model)"),
                    .payload(id, id + 1_000, "tokens", "10"), .end(id, at: start + 1_000_000_000, model == 7 ? .error : .ok),
                ]
            }
        }
        try await site.store.apply([recording.batch(changes)])
        return site
    }

    @Test func allThatThereIsWhereTheLastMonthHasNothing() async throws {
        let page = try await recorded().get("/charts")
        #expect(page.status == 200)
        #expect(page.header("Content-Security-Policy")?.contains("default-src 'none'") == true)
        // 9 + 8 + … + 3 spans.
        #expect(page.text.contains("<dt>Spans</dt><dd>42</dd>"))
        #expect(page.text.contains("aria-current=\"true\">All<"))
        for model in 1...7 { #expect(page.text.contains("<bdi>m\(model)</bdi>")) }
        #expect(page.text.contains("3 (100 %)"))
    }

    @Test func aStretchOfTimeSplit() async throws {
        let site = try await recorded()
        let page = try await site.get("/charts?since=1970-01-01T00:00Z&until=1970-01-01T00:30Z&by=model").text
        // Of the first half hour, five spans of each of the first five models, four of the sixth, three of the seventh.
        #expect(page.contains("<dt>Spans</dt><dd>32</dd>"))
        #expect(page.contains("<bdi>others</bdi><span class=\"note\"> 7</span>"))
        #expect(page.contains("<bdi>m1</bdi><span class=\"note\"> 5</span>"))
        let one = try await site.get("/charts?range=all&model=m2&name=call").text
        #expect(one.contains("<dt>Spans</dt><dd>8</dd>"))
        #expect(try await site.get("/charts?range=all&operation=chat").text.contains("Nothing ended in this time"))
    }

    @Test(arguments: [
        "range=x", "by=", "since=2262-04-11T23:47:16Z", "until=0001-01-01", "since=9223372036854775807", "since=-1",
        "since=2026-01-01&until=2025-01-01", "since=1677-09-22&until=2262-04-11", "until=00000000000", "model=%00", "operation=%3Cb%3E",
    ])
    func whateverIsAskedFor(query: String) async throws {
        let page = try await recorded().get("/charts?\(query)")
        #expect(page.status == 200)
        #expect(!page.text.contains("<b>"))
    }

    @Test func nothingYet() async throws {
        let page = try await Site().get("/charts")
        #expect(page.status == 200)
        #expect(page.text.contains("Nothing recorded yet"))
        #expect(!page.text.contains("<form"))
    }

    @Test func theListHasAStripUnlessTheSumsCannotSay() async throws {
        let site = try await recorded()
        #expect(try await site.get("/traces").text.contains("class=\"strip\""))
        #expect(try await site.get("/traces?status=error").text.contains("3 spans, 3 errors"))
        #expect(try await !site.get("/traces?user=u").text.contains("class=\"strip\""))
    }
}
