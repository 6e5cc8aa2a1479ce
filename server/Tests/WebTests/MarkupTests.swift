import Model
import Testing
import Web

@Suite("Web: every page is well formed, whatever was recorded")
struct MarkupTests {
    static let texts = [
        Sample.hostile, "plain", "", "\u{0}\u{1}\u{7F}\t\r\n", "\u{202E}gnp.exe\u{2066}", "]]>--><!--", "{\"a\":[1,{\"<b>\":\"</div>\"}]}",
        "\" onclick=\"x", "' or 1=1", "&#60;b&#62;", "😀\u{200D}\u{FE0F}é̂̂", String(repeating: "<", count: 50_000),
    ]

    static func pages(_ text: String) -> [String] {
        let chat = Sample.chat(text)
        let trace = TracePage(
            summary: Sample.summary(text), spans: [chat, Sample.span(2, parent: 1, name: text)],
            payloads: [chat.id: Sample.payloads(text)], now: Sample.now)
        let filter = TraceListFilter(query: [
            ("status", text), ("model", text), ("since", text), ("until", text), (text, text),
        ])
        return [
            Pages.trace(trace),
            Pages.traceList(TraceListPage(
                traces: SpanStatus.allCases.map { Sample.summary(text, status: $0) }, filter: filter, models: [text],
                nextCursor: text, isContinuation: true, now: Sample.now)),
            Pages.traceList(TraceListPage(traces: [], filter: filter, now: Sample.now)),
            Pages.traceList(TraceListPage(traces: [], now: Sample.now)),
            Pages.error(status: 404, title: text, message: text),
        ]
    }

    @Test("well formed, without script and inline style", arguments: texts)
    func wellFormed(text: String) {
        for page in Self.pages(text) {
            let checker = MarkupChecker(page)
            #expect(checker.problems.isEmpty, "\(checker.problems.prefix(3))")
            #expect(!checker.elements.contains { $0.name == "script" })
        }
    }

    @Test("the same elements with a hostile text as with a harmless one of its length")
    func sameStructure() {
        for (hostile, harmless) in zip(Self.pages(Sample.hostile), Self.pages(String(repeating: "x", count: Sample.hostile.utf8.count))) {
            #expect(MarkupChecker(hostile).elements.map(\.name) == MarkupChecker(harmless).elements.map(\.name))
        }
    }

    @Test("hostile text is shown as it is")
    func shown() {
        let pages = Self.pages(Sample.hostile).map(MarkupChecker.init)
        // Every field of the chat, in as many places as the page shows it.
        #expect(pages[0].text.pieceCount(separatedBy: Sample.hostile) > 30)
        #expect(pages[1].text.pieceCount(separatedBy: Sample.hostile) > 4 * SpanStatus.allCases.count - 1)
        #expect(pages[4].text.pieceCount(separatedBy: Sample.hostile) > 2)
    }

    @Test("links lead to our own pages alone")
    func links() {
        for page in Self.pages(Sample.hostile) {
            let checker = MarkupChecker(page)
            let links = ["a", "link"].flatMap { checker.values(of: "href", in: $0) } + checker.values(of: "action", in: "form")
            for link in links {
                #expect(["/traces", "/charts", "/assets/", "/api/v1/traces/", "#"].contains { link.hasPrefix($0) }, "\(link)")
                #expect(!link.contains("<") && !link.contains(" ") && !link.contains("javascript:"))
            }
            #expect(checker.values(of: "src", in: "img").isEmpty)
        }
    }

    @Test("characters that turn the direction around are shown and not obeyed")
    func direction() {
        let page = Pages.error(status: 400, title: "a\u{202E}b\u{2066}c\u{2069}", message: "שלום…“”")
        #expect(page.contains("a⟨U+202E⟩b⟨U+2066⟩c⟨U+2069⟩"))
        #expect(page.contains("שלום…“”"))
        for scalar in page.unicodeScalars {
            #expect(!(0x202A...0x202E).contains(scalar.value) && !(0x2066...0x2069).contains(scalar.value))
        }
    }

    @Test("control characters are shown by their pictures")
    func controlCharacters() {
        let page = Pages.error(status: 400, title: "a\u{0}b\u{1B}c\u{7F}", message: "line\n\ttab")
        #expect(page.contains("a␀b␛c␡"))
        #expect(page.contains("line\n\ttab"))
    }

    @Test("landmarks, language, title and one first heading")
    func structure() {
        for page in Self.pages("plain") {
            let checker = MarkupChecker(page)
            for name in ["html", "title", "main", "h1", "footer"] {
                #expect(checker.elements.filter { $0.name == name }.count == 1, "\(name)")
            }
            #expect(checker.values(of: "lang", in: "html") == ["en"])
            #expect(checker.values(of: "href", in: "a").first == "#main")
            #expect(checker.values(of: "name", in: "meta").contains("viewport"))
            // Every table's heads say what they are heads of.
            #expect(checker.values(of: "scope", in: "th").count == checker.elements.filter { $0.name == "th" }.count)
            // Every field has a label.
            let fields = ["input", "select"].flatMap { checker.values(of: "id", in: $0) }
            #expect(Set(fields) == Set(checker.values(of: "for", in: "label")))
        }
    }
}

extension String {
    /// How many pieces another text cuts this one into.
    fileprivate func pieceCount(separatedBy separator: String) -> Int {
        var count = 1
        var rest = self[...]
        while let range = rest.firstRange(of: separator) {
            count += 1
            rest = rest[range.upperBound...]
        }
        return count
    }
}
