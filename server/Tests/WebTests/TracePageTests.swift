import Model
import Testing
import Web

@Suite("Web: the page of a trace")
struct TracePageTests {
    func read(_ page: TracePage) -> MarkupChecker { MarkupChecker(Pages.trace(page)) }

    @Test("what is known of a call")
    func call() {
        let chat = Sample.chat("Xyz")
        let text = read(Sample.page([chat], payloads: [chat.id: Sample.payloads("Xyz")])).text
        for shown in [
            "chat Xyz", "2026-11-21 05:16:53.123", "5 s ago", "1.00 s", "12,345 in, 678 out", "pid 99", "250 ms",
            "1,024", "13,023", "Stream", "42 chunks", "2 retries", "HTTP 429", "Parameters, as sent", "0.20",
            "Reasoning", "Refusal", "choice 1", "No content", "cut by the recorder", "incomplete", "00 ff 3c",
            Sample.traceID.hex, "0000000000000001",
        ] {
            #expect(text.contains(shown), "\(shown)")
        }
    }

    @Test("how a span stands, in words", arguments: [
        (.running, "Running", "still running"), (.ok, "OK", nil), (.error, "Error", nil),
        (.cancelled, "Cancelled", "was cancelled"), (.abandoned, "Left early", "stopped reading"),
        (.interrupted, "Interrupted", "The program was gone before this ended; here is what had arrived."),
    ] as [(SpanStatus, String, String?)])
    func statuses(status: SpanStatus, word: String, explanation: String?) {
        let page = read(Sample.page([Sample.chat("x", status: status)]))
        #expect(page.text.contains(word))
        #expect(page.text.contains("before this ended") == (explanation != nil && status != .running && status != .cancelled) || status == .cancelled)
        if let explanation { #expect(page.text.contains(explanation)) }
        #expect(page.values(of: "class", in: "span").contains("status status-\(status.rawValue)"))
    }

    @Test("a trace that runs loads itself again, others do not")
    func refresh() {
        #expect(read(Sample.page([Sample.span(1, end: nil, status: .running)])).values(of: "http-equiv", in: "meta") == ["refresh"])
        #expect(read(Sample.page([Sample.span(1)])).values(of: "http-equiv", in: "meta").isEmpty)
    }

    @Test("bars lie where their spans lie")
    func bars() {
        var stream = Sample.span(2, parent: 1, start: 500_000_000, end: 1_000_000_000)
        stream.meaning = Meaning(title: "s", operation: .chat)
        stream.meaning?.timeToFirstToken = 250_000_000
        let page = read(Sample.page([Sample.span(1, end: 1_000_000_000), stream]))
        #expect(page.values(of: "class", in: "line") == ["answering", "waiting", "answering"])
        #expect(page.values(of: "x1", in: "line") == ["0.00%", "50.00%", "75.00%"])
        #expect(page.values(of: "x2", in: "line") == ["100.00%", "75.00%", "100.00%"])
    }

    @Test("the tree: children below their parents by their starts")
    func tree() {
        let rows = SpanTree([
            Sample.span(4, parent: 2, start: 3), Sample.span(3, parent: 1, start: 2), Sample.span(1), Sample.span(2, parent: 1, start: 1),
            Sample.span(5, parent: 99, start: 9),
        ]).rows
        #expect(rows.map(\.span.id.value) == [1, 2, 4, 3, 5])
        #expect(rows.map(\.depth) == [0, 1, 2, 1, 0])
    }

    @Test("parents in a circle, and a span that is its own parent, lose nobody")
    func circles() {
        let rows = SpanTree([
            Sample.span(1, parent: 2), Sample.span(2, parent: 3, start: 1), Sample.span(3, parent: 1, start: 2), Sample.span(4, parent: 4, start: 3),
        ]).rows
        #expect(Set(rows.map(\.span.id.value)) == [1, 2, 3, 4])
        #expect(rows.count == 4)
    }

    @Test("a very deep and a very large trace: bounded, and every span can be reached", .timeLimit(.minutes(15)))
    func large() {
        let deep = (1...30_000).map { Sample.span(UInt64($0), parent: $0 > 1 ? UInt64($0 - 1) : nil, start: Int64($0)) }
        let page = Pages.trace(Sample.page(deep))
        #expect(page.utf8.count < 4_000_000)
        let checker = MarkupChecker(page)
        #expect(checker.problems.isEmpty)
        #expect(checker.text.contains("first 250 of 30,000 spans"))
        #expect(checker.text.contains("29,000 more spans not shown"))
        let beyond = "/traces/\(Sample.traceID.hex)?span=0000000000000100#span-0000000000000100"
        #expect(checker.values(of: "href", in: "a").contains(beyond))

        let focused = read(Sample.page(deep, focus: 20_000))
        #expect(focused.problems.isEmpty)
        #expect(focused.values(of: "id", in: "article") == ["span-0000000000004e20"])
        #expect(focused.text.contains("one of 30,000 spans"))
    }

    @Test("a page of a part of a trace says how many spans there are")
    func part() {
        var page = Sample.page((1...300).map { Sample.span(UInt64($0), start: Int64($0)) })
        page.summary.spanCount = 9_000
        let checker = read(page)
        #expect(checker.text.contains("first 250 of 9,000 spans"))
        #expect(checker.text.contains("8,700 more spans not shown"))
    }

    @Test("huge texts are cut, and say so", .timeLimit(.minutes(15)))
    func huge() {
        let text = "BEGIN" + String(repeating: "é<", count: 10_000_000) + "END"
        let chat = Sample.chat(text)
        let page = Pages.trace(Sample.page([chat], payloads: [chat.id: Sample.payloads(text)]))
        #expect(page.utf8.count < 3_000_000)
        let checker = MarkupChecker(page)
        #expect(checker.problems.isEmpty)
        #expect(checker.text.contains("BEGIN"))
        #expect(!checker.text.contains("END"))
        #expect(checker.text.contains("29.9 MB more, not shown"))
    }

    @Test("very many messages, parameters and chunks are cut, and say so")
    func many() {
        var chat = Sample.chat("x")
        chat.meaning?.input = (0..<5_000).map { Message(role: "user", parts: [.text("message number \($0) ")]) }
        chat.meaning?.parameters = (0..<5_000).map { .init(name: "p\($0)", json: "1") }
        let chunks = (0..<5_000).map { Payload(key: "chunk", mediaType: .json, time: Sample.now, bytes: Array("{\"n\":\($0)}".utf8)) }
        let page = read(Sample.page([chat], payloads: [chat.id: chunks]))
        #expect(page.text.contains("4,800 messages not shown"))
        #expect(page.text.contains("message number 0 ") && page.text.contains("message number 4999 "))
        #expect(!page.text.contains("message number 2500 "))
        #expect(page.text.contains("4,800 more, not shown"))
        #expect(page.text.contains("5,000 chunks") && page.text.contains("4,900 more, not shown"))
    }

    @Test("many spans with large texts stay within one page's budget")
    func budget() {
        let spans = (1...250).map { index in
            var span = Sample.chat(String(repeating: "word ", count: 5_000))
            span.id = SpanID(UInt64(index))!
            return span
        }
        #expect(Pages.trace(Sample.page(spans)).utf8.count < 9_000_000)
    }

    @Test("whitespace is kept and JSON is set out")
    func layout() {
        var chat = Sample.chat("x")
        chat.meaning?.input = [Message(role: "user", parts: [.text("  two\n\n  lines  ")])]
        chat.meaning?.output = [Message(role: "assistant", parts: [.toolCall(id: nil, name: "f", arguments: #"{"a":[1]}"#)])]
        let text = read(Sample.page([chat])).text
        #expect(text.contains("  two\n\n  lines  "))
        #expect(text.contains("{\n  \"a\": [\n    1\n  ]\n}"))
    }

    @Test("times that make no sense do not trap")
    func times() {
        for (start, end) in [(Int64.min, Int64.max), (.max, .min), (0, .max), (.max, .max)] {
            var span = Sample.chat("x")
            (span.startTime, span.endTime) = (start, end)
            span.meaning?.timeToFirstToken = .max
            var summary = Sample.summary()
            (summary.startTime, summary.duration) = (start, .max)
            for now in [Int64.min, 0, .max] {
                let page = TracePage(summary: summary, spans: [span, Sample.span(2)], payloads: [span.id: Sample.payloads("x")], now: now)
                #expect(MarkupChecker(Pages.trace(page)).problems.isEmpty)
                #expect(MarkupChecker(Pages.traceList(TraceListPage(traces: [summary], now: now))).problems.isEmpty)
            }
        }
    }

    @Test("a span that is not of this trace is not looked for")
    func unknownFocus() {
        let page = read(Sample.page([Sample.span(1), Sample.span(2)], focus: 9))
        #expect(page.values(of: "id", in: "article").count == 2)
        #expect(!page.text.contains("Here is one of"))
    }

    @Test("no spans at all")
    func none() {
        #expect(read(Sample.page([])).problems.isEmpty)
    }
}
