import JSON

/// A reply's status and headers.
struct ReplyHead {
    let status: Int?
    let retries: Int?
    let requestID: String?

    /// Under what names providers tell the id of a request, OpenAI's first.
    private static let requestIDHeaders = [
        "x-request-id", "request-id", "apim-request-id", "x-amzn-requestid",
    ]

    init(_ head: JSONValue?) {
        status = head?["status"]?.int
        retries = head?["retries"]?.int
        let headers = head?["headers"]
        requestID = Self.requestIDHeaders.lazy.compactMap { headers?[$0]?.string }.first
    }

    /// The status, if it says that the request failed.
    var failureStatus: Int? {
        status.flatMap { $0 >= 400 ? $0 : nil }
    }
}
