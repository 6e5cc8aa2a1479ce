extension Meaning.Operation {
    /// The one that is called so, in whatever case: by its own name, by the word that it has here, or by the name that OpenInference, Langfuse or
    /// Traceloop give to spans that become it.
    public init?(called name: String) {
        let name = name.lowercased()
        guard let operation = Self(rawValue: name) ?? Self.otherNames[name] else { return nil }
        self = operation
    }

    private static let otherNames: [String: Self] = [
        "llm": .chat, "generation": .chat, "completion": .textCompletion, "embedding": .embeddings,
        "retriever": .retrieval, "reranker": .reranking, "rerank": .reranking,
        "agent": .agent, "tool": .tool, "workflow": .workflow, "task": .chain, "prompt": .chain,
        "evaluator": .evaluation,
    ]
}
