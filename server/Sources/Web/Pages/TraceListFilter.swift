import Model

/// Which traces a list shows.
public struct TraceListFilter: Sendable, Equatable {
    /// A trace's title, in full.
    public var name: String?
    public var status: SpanStatus?
    /// What sort of work one of its spans was.
    public var operation: Meaning.Operation?
    /// A model that was asked for or that answered.
    public var model: String?
    public var user: String?
    public var session: String?
    /// Words that all are in prompts and answers.
    public var text: String?
    /// Nanoseconds since 1970; the first moment that counts.
    public var since: Int64?
    /// Nanoseconds since 1970; the first moment that does not.
    public var until: Int64?
    /// What was asked for and not understood, in words for the reader.
    public private(set) var problems: [String] = []

    public init(
        name: String? = nil, status: SpanStatus? = nil, operation: Meaning.Operation? = nil, model: String? = nil,
        user: String? = nil, session: String? = nil, text: String? = nil, since: Int64? = nil, until: Int64? = nil
    ) {
        self.name = name
        self.status = status
        self.operation = operation
        self.model = model
        self.user = user
        self.session = session
        self.text = text
        self.since = since
        self.until = until
    }

    /// From the query of a request, decoded; other names are ignored, and empty fields are none.
    public init(query: [(name: String, value: String)]) {
        for (name, value) in query where !value.isEmpty {
            switch name {
            case "name": self.name = value
            case "status":
                status = SpanStatus(rawValue: value)
                if status == nil { problems.append("There is no status “\(FilterText.shortened(value))”.") }
            case "operation", "kind":
                operation = Meaning.Operation(called: value)
                if operation == nil { problems.append("There is no operation “\(FilterText.shortened(value))”.") }
            case "model": model = value
            case "user": user = value
            case "session": session = value
            case "text": text = value
            case "since": since = time(value)
            case "until": until = time(value)
            default: break
            }
        }
    }

    private mutating func time(_ value: String) -> Int64? {
        guard let time = Timestamp.nanoseconds(parsing: value) else {
            problems.append(FilterText.noTime(value))
            return nil
        }
        return time
    }

    /// Whether it leaves nothing out.
    public var isEmpty: Bool { query.isEmpty }

    /// The same as the fields of a query.
    var query: [(name: String, value: String)] {
        var query: [(name: String, value: String)] = []
        if let name { query.append(("name", name)) }
        if let status { query.append(("status", status.rawValue)) }
        if let operation { query.append(("operation", operation.rawValue)) }
        for (name, value) in [("model", model), ("user", user), ("session", session), ("text", text)] {
            if let value { query.append((name, value)) }
        }
        if let since { query.append(("since", Timestamp(nanoseconds: since).rfc3339)) }
        if let until { query.append(("until", Timestamp(nanoseconds: until).rfc3339)) }
        return query
    }
}
