/// What a span's raw payloads mean, worked out by `Interpretation`.
///
/// It is derived: it can be thrown away and worked out again from the stored payloads.
public struct Meaning: Sendable, Equatable, Codable {
    /// What sort of work the span was; the names follow `gen_ai.operation.name` where it has one.
    public enum Operation: String, Sendable, Codable, CaseIterable {
        case chat
        case textCompletion = "text_completion"
        case embeddings
        case generateContent = "generate_content"
        case retrieval
        case reranking
        case createAgent = "create_agent"
        case agent = "invoke_agent"
        case tool = "execute_tool"
        case workflow = "invoke_workflow"
        /// A step of a program that ties others together.
        case chain
        case guardrail
        case evaluation
        /// Something that happened at one moment.
        case event
        /// A call of an API that is not known in more detail.
        case request
        /// Anything else.
        case span
    }

    /// What a list shows, such as `chat gpt-4o-mini`.
    public var title: String
    public var operation: Operation
    /// `gen_ai.provider.name`, such as `openai`.
    public var provider: String?
    public var baseURL: String?
    public var requestedModel: String?
    public var answeredModel: String?
    /// The conversation as it was sent.
    public var input: [Message]
    /// What was answered, one message for each choice.
    public var output: [Message]
    /// Every other field of the request as sent: name, and value as JSON. Never a default.
    public var parameters: [Parameter]
    public var usage: TokenUsage?
    public var isStream: Bool
    /// Chunks of a stream that had arrived.
    public var chunkCount: Int
    /// Nanoseconds from the start to the first chunk that carries something of the answer.
    public var timeToFirstToken: Int64?
    public var responseID: String?
    public var requestID: String?
    public var httpStatus: Int?
    public var retries: Int?
    public var error: RecordedError?
    /// What the span cost, as its sender says.
    public var cost: Cost?
    /// `debug`, `warning` or `error`, as the sender says; `nil` for ordinary ones.
    public var level: String?
    /// The sender's name for the whole trace.
    public var traceName: String?
    /// For whom the program worked.
    public var user: String?
    /// The conversation that several traces belong to.
    public var session: String?
    public var tags: [String]
    /// What the program noted: name, and value as JSON.
    public var metadata: [Parameter]
    /// Where the program ran, such as `production`.
    public var environment: String?
    /// The release of the program, and the version of this part of it.
    public var release: String?
    public var version: String?
    /// Other recorded attributes: name, and value as JSON.
    public var attributes: [Parameter]

    /// A name with its value as JSON.
    public struct Parameter: Sendable, Equatable, Codable {
        public var name: String
        public var json: String

        public init(name: String, json: String) {
            self.name = name
            self.json = json
        }
    }

    public init(title: String, operation: Operation = .span) {
        self.title = title
        self.operation = operation
        input = []
        output = []
        parameters = []
        isStream = false
        chunkCount = 0
        tags = []
        metadata = []
        attributes = []
    }
}
