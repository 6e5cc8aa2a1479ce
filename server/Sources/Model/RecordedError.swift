/// An error that ended a span.
public struct RecordedError: Sendable, Equatable, Codable {
    /// The exception's qualified type, such as `openai.RateLimitError`.
    public var type: String
    public var message: String
    /// The HTTP status of the reply, where there was one.
    public var status: Int?
    /// The provider's id of the request.
    public var requestID: String?

    public init(type: String, message: String, status: Int? = nil, requestID: String? = nil) {
        self.type = type
        self.message = message
        self.status = status
        self.requestID = requestID
    }
}
