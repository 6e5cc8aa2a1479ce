import JSON
import Model

/// All vocabularies that are known. A new one is a file and a line here.
///
/// Several may be in use on one span, such as Langfuse's on top of another instrumentation's. The
/// first that says something counts: those that people wrote on purpose come before those that an
/// instrumentation fills in, what is taken apart already before what has to be, and whole conversations before single messages.
enum Vocabularies {
    private static let all: [any Vocabulary.Type] = [
        OwnAttributes.self,
        Langfuse.self,
        Logfire.self,
        GenAIEvents.self,
        OpenInference.self,
        TraceloopMessages.self,
        VercelAI.self,
        GenAI.self,
        PydanticAI.self,
        SingleMessages.self,
        FinishReasons.self,
        Traceloop.self,
        SpanContext.self,
    ]

    /// Reads what a span says of itself.
    static func read(
        _ evidence: consuming Evidence, span: Span, isOutline: Bool, into meaning: inout Meaning
    ) {
        var facts = SpanFacts(evidence, span: span, isOutline: isOutline)
        meaning.operation = OperationDecision.operation(of: facts)
        for vocabulary in all { vocabulary.read(&facts, into: &meaning) }
        // Asked here, too: what is given to an initializer is copied.
        if span.status == .error, let error = RecordedError(facts: facts) { meaning.error = meaning.error ?? error }
        if TitleDecision.isGeneric(span.name), meaning.title == span.name {
            meaning.title = OpenAI.title(
                meaning.operation.rawValue, model: meaning.requestedModel ?? meaning.answeredModel)
        }
        OperationDecision.takeNames(&facts)
        meaning.attributes = facts.rest
    }
}
