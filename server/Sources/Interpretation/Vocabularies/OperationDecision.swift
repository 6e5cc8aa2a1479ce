import JSON
import Model

/// Decides what sort of work a span was, from whichever vocabulary says so.
enum OperationDecision {
    /// Asked in this order; each with the names of its kinds in lower case.
    private static let sources: [(attribute: String, kinds: [String: Meaning.Operation])] = [
        (
            "langfuse.observation.type",
            [
                "generation": .chat, "embedding": .embeddings, "agent": .agent, "tool": .tool,
                "chain": .chain, "retriever": .retrieval, "guardrail": .guardrail,
                "evaluator": .evaluation, "event": .event, "span": .span,
            ]
        ),
        (
            "openinference.span.kind",
            [
                "llm": .chat, "embedding": .embeddings, "agent": .agent, "tool": .tool,
                "chain": .chain, "retriever": .retrieval, "reranker": .reranking,
                "guardrail": .guardrail, "evaluator": .evaluation, "prompt": .chain,
            ]
        ),
        ("gen_ai.operation.name", genAI),
        ("llm.request.type", genAI),
        (
            "traceloop.span.kind",
            ["workflow": .workflow, "task": .chain, "agent": .agent, "tool": .tool]
        ),
        // What a program calls, and below it what goes to the model.
        (
            "ai.operationId",
            [
                "ai.generatetext": .chain, "ai.streamtext": .chain, "ai.generateobject": .chain, "ai.streamobject": .chain,
                "ai.embed": .chain, "ai.embedmany": .chain, "ai.generatetext.dogenerate": .chat,
                "ai.streamtext.dostream": .chat, "ai.generateobject.dogenerate": .chat, "ai.streamobject.dostream": .chat,
                "ai.embed.doembed": .embeddings, "ai.embedmany.doembed": .embeddings, "ai.toolcall": .tool,
            ]
        ),
    ]

    private static let genAI: [String: Meaning.Operation] = [
        "chat": .chat, "text_completion": .textCompletion, "completion": .textCompletion,
        "embeddings": .embeddings, "embedding": .embeddings, "generate_content": .generateContent,
        "retrieval": .retrieval, "rerank": .reranking, "create_agent": .createAgent,
        "invoke_agent": .agent, "execute_tool": .tool, "invoke_workflow": .workflow,
    ]

    /// Without a kind, these tell of a call of a model.
    private static let models = [
        "langfuse.observation.model.name", "gen_ai.request.model", "gen_ai.response.model",
        "llm.model_name", "llm.request.model_name",
    ]

    static func operation(of facts: SpanFacts) -> Meaning.Operation {
        for source in sources {
            let kind = facts.peek(source.attribute)?.string?.lowercased()
            if let operation = kind.flatMap({ source.kinds[$0] }) { return operation }
        }
        if facts.peek("gen_ai.tool.name", "gen_ai.tool.call.id") != nil { return .tool }
        if models.contains(where: { facts.peek($0) != nil }) { return .chat }
        return facts.peek("logfire.span_type") == "log" ? .event : .span
    }

    /// Marks the kinds that are known: the meaning has them. Others stay to be seen.
    static func takeNames(_ facts: inout SpanFacts) {
        // Nobody asks for the others.
        guard !facts.isOutline else { return }
        for source in sources {
            let kind = facts.peek(source.attribute)?.string?.lowercased()
            if kind.map({ source.kinds[$0] != nil }) == true { _ = facts.take(source.attribute) }
        }
    }
}
