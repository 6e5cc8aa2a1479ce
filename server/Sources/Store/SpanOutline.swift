import Model

/// What the tables keep of what a span means: what lists show and searches find.
///
/// It is worked out where the spans come in, by many at a time, so that the one connection that writes
/// has only to write it.
struct SpanOutline {
    var title: String
    var operation: Meaning.Operation
    /// The model that answered, or else the one that was asked.
    var model: String?
    var requestedModel: String?
    var usage: TokenUsage
    /// Billionths of a US dollar, as its sender says; `nil` if it does not.
    var cost: Int64?
    /// Nanoseconds.
    var firstToken: Int64?
    var user: String?
    var session: String?
    var tags: [String]
    /// The sender's name for the whole trace.
    var traceName: String?
    /// The beginning of what was asked, and of what was answered.
    var prompt: String
    var answer: String
    /// What it is found by.
    var text: SearchText

    init(_ meaning: Meaning, _ gatherer: WordGatherer) {
        title = meaning.title
        operation = meaning.operation
        model = meaning.answeredModel ?? meaning.requestedModel
        requestedModel = meaning.requestedModel
        usage = meaning.usage ?? TokenUsage()
        cost = meaning.cost?.billionths
        firstToken = meaning.timeToFirstToken
        user = meaning.user
        session = meaning.session
        tags = meaning.tags
        traceName = meaning.traceName
        prompt = Preview.prompt(meaning.input)
        answer = Preview.answer(meaning.output)
        text = gatherer.gather(meaning)
    }
}

extension Cost {
    /// In billionths of a US dollar; `nil` if it says nothing, or nothing that can be.
    fileprivate var billionths: Int64? {
        guard let dollars = total ?? (input ?? output).map({ _ in (input ?? 0) + (output ?? 0) }),
            dollars.isFinite, dollars.magnitude < 1e9
        else { return nil }
        return Int64((dollars * 1e9).rounded())
    }
}
