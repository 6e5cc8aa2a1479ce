import Model
import Testing
import Web

@Suite("Web: charts")
struct ChartTests {
    private static let hour: Int64 = 3_600_000_000_000
    /// Midnight of a day.
    private static let start: Int64 = 20_000 * 24 * hour

    @Test("steps that people read, sixty-one at most", arguments: [
        (hour, 60), (5 * hour, 300), (24 * hour, 3_600), (7 * 24 * hour, 10_800), (30 * 24 * hour, 86_400),
        (365 * 24 * hour, 7 * 86_400), (1, 60),
    ] as [(Int64, Int64)])
    func steps(length: Int64, seconds: Int64) throws {
        let since = Self.start + 7 * 60_000_000_000 + 1
        let steps = try #require(ChartSteps(since: since, until: since + length))
        #expect((1...61).contains(steps.count))
        #expect(steps.seconds == seconds)
        #expect(steps.start <= since && since < steps.time(of: 1))
        #expect(steps.time(of: steps.count - 1) < since + length && since + length <= steps.end)
        #expect(steps.step(at: since) == 0)
        #expect(steps.step(at: since + length - 1) == steps.count - 1)
        #expect(steps.step(at: steps.start - 1) == nil && steps.step(at: steps.end) == nil)
    }

    @Test("no time has no steps, and all of it has some")
    func extremes() throws {
        #expect(ChartSteps(since: 5, until: 5) == nil)
        #expect(ChartSteps(since: 6, until: 5) == nil)
        let all = try #require(ChartSteps(since: 0, until: .max))
        #expect(all.count <= 61)
        #expect(all.end == .max)
        // What lies before 1970 has steps, or is refused; it stops nothing.
        _ = ChartSteps(since: .min, until: .max)
        let old = try #require(ChartSteps(since: -90 * Self.hour, until: -1))
        #expect(old.start <= -90 * Self.hour && old.end == 0)
    }

    private func page(
        _ query: [(name: String, value: String)] = [], name: String = "m1", layers: Int = 0
    ) throws -> ChartsPage {
        let steps = try #require(ChartSteps(since: Self.start, until: Self.start + 24 * Self.hour))
        let sums = ChartSums(
            spans: 40, errors: 10, inputTokens: 1_000, outputTokens: 200, cost: 0.5, median: 1_000_000_000,
            percentile95: 2_000_000_000, percentile99: 3_000_000_000)
        let group = ChartGroup(name: name, total: sums, steps: [0: sums, 23: sums])
        let layers = (0..<layers).map { ChartGroup(name: $0 == 5 ? ChartsPage.othersName : "\(name)\($0)", total: sums, steps: [3: sums]) }
        return ChartsPage(
            filter: ChartsFilter(query: query), range: .day, steps: steps,
            whole: ChartGroup(name: nil, total: sums, steps: group.steps), layers: layers, rows: [group], models: [name])
    }

    @Test("bars as high as what they say, in words and drawn")
    func bars() throws {
        let page = MarkupChecker(Pages.charts(try page()))
        #expect(page.problems.isEmpty, "\(page.problems)")
        for shown in ["40", "25 %", "1.00 s", "2.00 s", "1,000", "$0.5", "without error", "By model", "m1", "95th percentile"] {
            #expect(page.text.contains(shown), "\(shown)")
        }
        // 30 of the scale's 40 without an error, and the other 10 above these.
        let paths = page.values(of: "d", in: "path")
        #expect(paths.contains("M0.5 25h9V100h-9zM230.5 25h9V100h-9z"))
        #expect(paths.contains("M0.5 0h9V25h-9zM230.5 0h9V25h-9z"))
        // Two points that nothing lies between are not joined.
        #expect(paths.contains("M5 75m-3 0h6M235 75m-3 0h6"))
        #expect(page.values(of: "aria-label", in: "svg").contains("Spans over time, at most 40 in a step of 1 h"))
        #expect(page.values(of: "href", in: "a").contains { $0.hasPrefix("/traces?since=2024-10-04T00") })
    }

    @Test("split: a colour for each group, and its name, whatever that is", arguments: ["model", "operation", "name", "status"])
    func split(by: String) throws {
        let page = MarkupChecker(Pages.charts(try page([("by", by)], name: Sample.hostile, layers: 6)))
        #expect(page.problems.isEmpty, "\(page.problems)")
        #expect(page.text.contains("others"))
        #expect(page.text.contains("By \(by)"))
        let styles = page.values(of: "class", in: "path").filter { $0.hasPrefix("bars layer-") }
        for number in 1...6 { #expect(styles.contains("bars layer-\(number)")) }
        #expect(!page.elements.contains { $0.name == "script" })
    }

    @Test("nothing recorded: how to begin; nothing in this time: the way to what there is")
    func empty() throws {
        var page = try page()
        page.whole = ChartGroup(name: nil, total: ChartSums(), steps: [:])
        #expect(MarkupChecker(Pages.charts(page)).values(of: "href", in: "a").contains("/charts?range=all"))
        page.isFirstUse = true
        #expect(MarkupChecker(Pages.charts(page)).text.contains("martlet run app.py"))
    }

    @Test("the address says what is shown")
    func filter() throws {
        let filter = ChartsFilter(query: [
            ("range", "week"), ("by", "model"), ("operation", "chat"), ("model", "a&b"), ("name", "n"), ("other", "x"),
        ])
        #expect(filter.range == .week && filter.split == .model && filter.operation == .chat)
        #expect(filter.problems.isEmpty)
        var page = try page()
        page.filter = filter
        #expect(MarkupChecker(Pages.charts(page)).values(of: "href", in: "a").contains(
            "/charts?range=hour&by=model&operation=chat&model=a%26b&name=n"))
        let wrong = ChartsFilter(query: [("range", "ever"), ("by", "colour"), ("operation", "sing"), ("since", "soon")])
        #expect(wrong.problems.count == 4)
        // Two moments say more than the name of a range.
        #expect(ChartsFilter(query: [("range", "day"), ("since", "2026-11-21")]).range == nil)
    }

    @Test("parts of a hundred", arguments: [
        (0, 10, "0 %"), (10, 10, "100 %"), (1, 3, "33 %"), (1, 100, "1.0 %"), (1, 100_000, "0.1 %"), (99_999, 100_000, "99 %"), (1, 0, "0 %"),
    ])
    func shares(part: Int, whole: Int, text: String) {
        #expect(Quantity.share(part, of: whole) == text)
    }

    @Test("a strip above the list leads to its times and to the charts")
    func strip() throws {
        let charts = try page()
        let activity = Activity(steps: try #require(charts.steps), sums: charts.whole, range: .day)
        let filter = TraceListFilter(status: .error, model: "m1")
        let page = MarkupChecker(Pages.traceList(TraceListPage(
            traces: [Sample.summary()], filter: filter, activity: activity, now: Sample.now)))
        #expect(page.problems.isEmpty, "\(page.problems)")
        #expect(page.text.contains("Last day: 40 spans, 10 errors, median 1.00 s, $0.5"))
        let links = page.values(of: "href", in: "a")
        #expect(links.contains("/charts?range=day&model=m1"))
        #expect(links.filter { $0.hasPrefix("/traces?status=error&model=m1&since=") }.count == 2)
    }
}
