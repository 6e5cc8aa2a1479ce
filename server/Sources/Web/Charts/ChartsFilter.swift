import Model

/// Which spans the charts are about, and how they are split.
public struct ChartsFilter: Sendable, Equatable {
    /// A stretch of time that ends now.
    public enum Range: String, Sendable, CaseIterable {
        case hour
        case day
        case week
        case month
        case all

        /// Nanoseconds; `nil` for everything.
        public var length: Int64? {
            let hour: Int64 = 3_600_000_000_000
            switch self {
            case .hour: return hour
            case .day: return 24 * hour
            case .week: return 7 * 24 * hour
            case .month: return 30 * 24 * hour
            case .all: return nil
            }
        }

        var words: String {
            switch self {
            case .hour: "Last hour"
            case .day: "Last day"
            case .week: "7 days"
            case .month: "30 days"
            case .all: "All"
            }
        }
    }

    /// What spans are told apart by.
    public enum Split: String, Sendable, CaseIterable {
        case model
        case operation
        case name
        case status
    }

    /// `nil` where two moments are given, and where nothing is: then what shows something is chosen.
    public var range: Range?
    /// Nanoseconds since 1970.
    public var since: Int64?
    /// Nanoseconds since 1970.
    public var until: Int64?
    public var split: Split?
    public var model: String?
    public var operation: Meaning.Operation?
    public var name: String?
    /// What was asked for and not understood, in words for the reader.
    public private(set) var problems: [String] = []

    public init() {}

    /// From the query of a request, decoded; other names are ignored, and empty fields are none.
    public init(query: [(name: String, value: String)]) {
        for (name, value) in query where !value.isEmpty {
            switch name {
            case "range": range = known(Range(rawValue: value), value, "range")
            case "by": split = known(Split(rawValue: value == "kind" ? "operation" : value), value, "way to split")
            case "operation", "kind": operation = known(Meaning.Operation(called: value), value, "operation")
            case "model": model = value
            case "name": self.name = value
            case "since": since = time(value)
            case "until": until = time(value)
            default: break
            }
        }
        if since != nil || until != nil { range = nil }
    }

    private mutating func known<Value>(_ value: Value?, _ text: String, _ what: String) -> Value? {
        if value == nil { problems.append("There is no \(what) “\(FilterText.shortened(text))”.") }
        return value
    }

    private mutating func time(_ text: String) -> Int64? {
        let time = Timestamp.nanoseconds(parsing: text)
        if time == nil { problems.append(FilterText.noTime(text)) }
        return time
    }

    /// The same as the fields of a query.
    var query: [(name: String, value: String)] {
        var query: [(name: String, value: String)] = []
        if let range { query.append(("range", range.rawValue)) }
        if let since { query.append(("since", Timestamp(nanoseconds: since).rfc3339)) }
        if let until { query.append(("until", Timestamp(nanoseconds: until).rfc3339)) }
        if let split { query.append(("by", split.rawValue)) }
        if let operation { query.append(("operation", operation.rawValue)) }
        if let model { query.append(("model", model)) }
        if let name { query.append(("name", name)) }
        return query
    }

    /// The same over that time.
    func over(_ range: Range) -> ChartsFilter {
        var other = self
        (other.range, other.since, other.until) = (range, nil, nil)
        return other
    }

    /// Whether it leaves out spans of the time.
    var isNarrowed: Bool { model != nil || operation != nil || name != nil }
}
