import Model
import Testing
import Web

@Suite("Web: the list of traces")
struct TraceListTests {
    @Test("a line for each trace")
    func lines() {
        let page = MarkupChecker(Pages.traceList(TraceListPage(
            traces: [Sample.summary("first", spanCount: 3), Sample.summary("second", status: .running)], now: Sample.now)))
        for shown in ["first", "second", "3 spans", "12,345", "678", "1.00 s", "5.00 s so far", "5 s ago", "2026-11-21 05:16:53", "Running"] {
            #expect(page.text.contains(shown), "\(shown)")
        }
        #expect(page.values(of: "href", in: "a").contains("/traces/\(Sample.traceID.hex)"))
    }

    @Test("nothing recorded: how to begin; nothing found: the way back")
    func empty() {
        let first = MarkupChecker(Pages.traceList(TraceListPage(traces: [], now: 0)))
        #expect(first.text.contains("martlet run app.py"))
        #expect(first.text.contains("from martlet.openai import openai"))
        let none = MarkupChecker(Pages.traceList(TraceListPage(traces: [], filter: TraceListFilter(status: .error), now: 0)))
        #expect(!none.text.contains("martlet run"))
        #expect(none.text.contains("No trace is like that"))
    }

    @Test("each page says that something waits beside the database", arguments: [true, false])
    func incompleteness(isComplete: Bool) throws {
        let notice = "cannot be put into the database now"
        var trace = Sample.page([Sample.span(1)])
        trace.isComplete = isComplete
        var charts = ChartsPage(
            filter: ChartsFilter(), range: nil, steps: nil, whole: ChartGroup(name: nil, total: ChartSums(), steps: [:]), isComplete: isComplete)
        var pages = [Pages.trace(trace), Pages.charts(charts)]
        charts.isFirstUse = true
        pages += [Pages.charts(charts), Pages.traceList(TraceListPage(traces: [], isComplete: isComplete, now: 0))]
        for page in pages.map({ MarkupChecker($0) }) {
            #expect(page.problems.isEmpty)
            #expect(page.text.contains(notice) != isComplete)
        }
        // Searches say it in their own words.
        let search = TraceListPage(traces: [], filter: TraceListFilter(query: [("text", "word")]), isComplete: isComplete, now: 0)
        #expect(MarkupChecker(Pages.traceList(search)).text.contains("there may be more") != isComplete)
    }

    @Test("the form shows what was asked for, and sends nothing else")
    func form() {
        let filter = TraceListFilter(query: [
            ("name", "a <b>"), ("status", "error"), ("model", "a\"b"), ("text", "some words"), ("user", "u<1>"), ("session", "s"), ("since", "2026-11-21T05:00"), ("until", "2026-11-21T05:30:15Z")])
        let page = MarkupChecker(Pages.traceList(TraceListPage(traces: [Sample.summary()], filter: filter, models: ["m1"], now: 0)))
        #expect(page.values(of: "method", in: "form") == ["get"])
        #expect(page.values(of: "name", in: "input") + page.values(of: "name", in: "select") == ["text", "name", "model", "user", "session", "since", "until", "status", "operation"])
        #expect(page.values(of: "value", in: "input") == ["some words", "a <b>", "a\"b", "u<1>", "s", "2026-11-21T05:00", "2026-11-21T05:30:15"])
        #expect(page.elements.first { $0.attributes["selected"] != nil }?.attributes["value"] == "error")
        #expect(filter.problems.isEmpty)
    }

    @Test("the next page keeps the filters, and every character of the cursor")
    func pager() {
        let filter = TraceListFilter(query: [("name", "get *"), ("model", "a&b=c d/é"), ("since", "2026-11-21T05:00")])
        let page = MarkupChecker(Pages.traceList(TraceListPage(
            traces: [Sample.summary()], filter: filter, nextCursor: "a+/=&#?", isContinuation: true, now: 0)))
        let links = page.values(of: "href", in: "a")
        let query = "name=get%20%2A&model=a%26b%3Dc%20d%2F%C3%A9&since=2026-11-21T05%3A00%3A00.000000000Z"
        #expect(links.contains("/traces?\(query)"))
        #expect(links.contains("/traces?\(query)&cursor=a%2B%2F%3D%26%23%3F"))
        let last = MarkupChecker(Pages.traceList(TraceListPage(traces: [Sample.summary()], now: 0)))
        #expect(!last.values(of: "href", in: "a").contains { $0.contains("cursor") })
    }

    @Test("a kind is an operation, by whichever name", arguments: [("operation", "execute_tool"), ("kind", "tool"), ("kind", "TOOL")])
    func operation(name: String, value: String) {
        let filter = TraceListFilter(query: [(name, value)])
        #expect(filter.operation == .tool && filter.problems.isEmpty)
        let page = Pages.traceList(TraceListPage(traces: [Sample.summary()], filter: filter, nextCursor: "next", now: 0))
        #expect(page.contains(#"<option value="execute_tool" selected>"#))
        #expect(page.contains("operation=execute_tool&amp;cursor=next"))
    }

    @Test("filters that are not understood are told, and do not count")
    func problems() {
        let filter = TraceListFilter(query: [("status", "great"), ("kind", "talk"), ("since", "yesterday"), ("until", ""), ("other", "x")])
        #expect(filter.isEmpty)
        #expect(filter.problems.count == 3)
        let page = MarkupChecker(Pages.traceList(TraceListPage(traces: [Sample.summary()], filter: filter, now: 0)))
        #expect(page.text.contains("There is no status “great”."))
        #expect(page.text.contains("“yesterday” is not a time"))
    }

    @Test("times as people and forms write them", arguments: [
        ("2026-11-21T05:16:58.123456789Z", 1_795_238_218_123_456_789), ("2026-11-21T05:16", 1_795_238_160_000_000_000),
        ("2026-11-21T05:16:58", 1_795_238_218_000_000_000), ("2026-11-21 07:16:58+02:00", 1_795_238_218_000_000_000),
        ("2026-11-20T23:16:58-06:00", 1_795_238_218_000_000_000), ("2026-11-21", 1_795_219_200_000_000_000),
        ("1970-01-01T00:00:00Z", 0), ("1969-12-31T23:59:59.5Z", -500_000_000), ("2000-02-29", 951_782_400_000_000_000),
        ("1795238218123456789", 1_795_238_218_123_456_789),
        ("", nil), ("now", nil), ("2026-13-01", nil), ("2026-02-30", nil), ("2026-11-21T25:00", nil), ("2026-11-21T05:16:58.", nil),
        ("2026-11-21T05:16X", nil), ("9999-01-01", nil), ("99999999999999999999", nil), ("2026-11-21T05:16:58+2", nil),
    ] as [(String, Int64?)])
    func times(text: String, expected: Int64?) {
        #expect(Timestamp.nanoseconds(parsing: text) == expected)
    }

    @Test("a time that is written is read back", arguments: [0, -1, 1_795_238_218_123_456_789, .max, -9_223_372_036_000_000_000, 951_782_399_999_999_999, -2_208_988_800_000_000_000] as [Int64])
    func roundTrip(time: Int64) {
        #expect(Timestamp.nanoseconds(parsing: Timestamp(nanoseconds: time).rfc3339) == time)
    }
}
