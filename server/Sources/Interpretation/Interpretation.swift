import JSON
import Model

/// Works out what recorded payloads mean.
///
/// Pure and total: whatever the bytes, the answer is the best that can be said of them, and the
/// same each time. Each shape of API has a file of its own; ``APIShapes`` lists them.
public enum Interpretation {
    /// Raised whenever the same payloads would give another meaning, so that a store knows which
    /// spans to interpret again.
    public static let version = 8

    /// What a span was about, from all of its payloads in the order in which they were recorded.
    public static func interpret(_ span: Span, payloads: [Payload]) -> Meaning {
        interpret(span, payloads, isOutline: false)
    }

    /// The same without what is only shown on the span's own page, which takes time to write down: its
    /// attributes, parameters and metadata may be missing, and what is known of its surroundings.
    public static func outline(_ span: Span, payloads: [Payload]) -> Meaning {
        interpret(span, payloads, isOutline: true)
    }

    private static func interpret(_ span: Span, _ payloads: [Payload], isOutline: Bool) -> Meaning {
        var meaning = Meaning(title: span.name)
        interpret(span, Evidence(payloads), isOutline: isOutline, into: &meaning)
        meaning.usage?.completeTotal()
        return meaning
    }

    /// Not in the function above: with one way out of that, what it returns is not copied.
    @inline(never)
    private static func interpret(
        _ span: Span, _ evidence: consuming Evidence, isOutline: Bool, into meaning: inout Meaning
    ) {
        meaning.error = RecordedError(payload: evidence.error)
        meaning.chunkCount = evidence.chunks.count
        meaning.isStream = !evidence.chunks.isEmpty
        guard evidence.request != nil, let call = APICall(copy evidence, startTime: span.startTime) else {
            return Vocabularies.read(evidence, span: span, isOutline: isOutline, into: &meaning)
        }
        var facts = SpanFacts(evidence, span: span, isOutline: isOutline)
        let name = OwnAttributes.name(&facts)
        SpanContext.read(&facts, into: &meaning)
        OwnAttributes.read(&facts, into: &meaning)
        meaning.attributes = facts.rest
        describe(call, in: &meaning)
        APIShapes.shape(of: call).interpret(call, into: &meaning)
        if let name { meaning.title = name }
    }

    /// What every API call has, whatever its shape.
    private static func describe(_ call: APICall, in meaning: inout Meaning) {
        meaning.isStream = call.isStream
        meaning.provider = call.url.host.map(Provider.name(host:))
        meaning.baseURL = call.base?.text
        meaning.requestedModel = call.body["model"]?.string
        meaning.httpStatus = call.head.status
        meaning.requestID = call.head.requestID ?? meaning.error?.requestID
        meaning.retries = call.head.retries
        if var error = meaning.error ?? call.reportedError {
            error.status = error.status ?? call.head.failureStatus
            error.requestID = error.requestID ?? meaning.requestID
            meaning.error = error
        }
    }
}
