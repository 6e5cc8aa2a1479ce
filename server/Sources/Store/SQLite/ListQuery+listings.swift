import SQLite

extension ListQuery {
    /// That a span has a tag, or that one of a trace's spans has it.
    mutating func require(tag: String?) {
        guard let tag else { return }
        let isTrace = alias == "t"
        let find = "(SELECT id FROM label WHERE text = ?)"
        if leadsListing(isTrace ? "trace_tag" : "span_tag", row: isTrace ? "trace" : "span") {
            require("l.tag = \(find)", tag)
        } else if isTrace {
            require("EXISTS (SELECT 1 FROM trace_tag WHERE trace = t.id AND tag = \(find))", tag)
        } else {
            require("' ' || s.tags || ' ' LIKE '% ' || \(find) || ' %'", tag)
        }
    }

    /// That a model was asked for or answered in a span, or in one of a trace's spans.
    mutating func require(model: String?) {
        guard let model else { return }
        let isTrace = alias == "t"
        let find = "(SELECT id FROM name WHERE text = ?)"
        if leadsListing(isTrace ? "trace_model" : "span_model", row: isTrace ? "trace" : "span") {
            require("l.model = \(find)", model)
        } else if isTrace {
            require("EXISTS (SELECT 1 FROM trace_model WHERE trace = t.id AND model = \(find))", model)
        } else {
            require("\(find) IN (s.model, s.requested_model)", model)
        }
    }

    /// Finds the rows through a table that lists them under something, if nothing leads yet.
    private mutating func leadsListing(_ listing: String, row column: String) -> Bool {
        guard lead().isEmpty else { return false }
        leadingTable = "\(listing) AS l"
        time = "l.start_time"
        row = "l.\(column)"
        return true
    }
}

extension ListFilter.Bounds where Value == Double {
    /// US dollars as billionths of them.
    var billionths: ListFilter.Bounds<Int64> {
        func convert(_ dollars: Double?) -> Int64? {
            dollars.map { $0.isNaN ? 0 : Int64((min(max($0, -9e9), 9e9) * 1e9).rounded()) }
        }
        return .init(convert(least), convert(most))
    }
}

extension ListFilter.Bounds where Value == Int {
    /// Of numbers of tokens: all have none or more, also those that say nothing.
    var ofTokens: ListFilter.Bounds<Int64> {
        .init(least.flatMap { $0 > 0 ? Int64($0) : nil }, most.map(Int64.init))
    }
}
