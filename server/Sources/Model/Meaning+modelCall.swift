extension Meaning.Operation {
    /// Whether it is one call of a model, and no step around such calls.
    public var isModelCall: Bool {
        switch self {
        case .chat, .textCompletion, .generateContent, .embeddings: true
        default: false
        }
    }
}
