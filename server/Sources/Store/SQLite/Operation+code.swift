import Model

extension Meaning.Operation {
    /// The number that stands for it in the database. Never give one another meaning.
    var code: Int {
        switch self {
        case .span: 0
        case .request: 1
        case .chat: 2
        case .textCompletion: 3
        case .embeddings: 4
        case .generateContent: 5
        case .retrieval: 6
        case .reranking: 7
        case .createAgent: 8
        case .agent: 9
        case .tool: 10
        case .workflow: 11
        case .chain: 12
        case .guardrail: 13
        case .evaluation: 14
        case .event: 15
        }
    }

    init?(code: Int) {
        guard Self.byCode.indices.contains(code) else { return nil }
        self = Self.byCode[code]
    }

    /// In the order of their numbers.
    static let byCode: [Self] = [
        .span, .request, .chat, .textCompletion, .embeddings, .generateContent, .retrieval,
        .reranking, .createAgent, .agent, .tool, .workflow, .chain, .guardrail, .evaluation, .event,
    ]
}
