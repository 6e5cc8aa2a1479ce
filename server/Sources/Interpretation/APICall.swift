import JSON
import Model

/// One request to a web API, with as much of the reply as was seen.
struct APICall {
    let method: String
    let url: RecordedURL
    /// What the client was set up with.
    let base: RecordedURL?
    let isStream: Bool
    /// What was sent.
    let body: JSONValue
    let head: ReplyHead
    let reply: ReplyBody?
    let chunks: [Evidence.Chunk]
    /// When the call began, in nanoseconds since 1970.
    let startTime: Int64

    /// `nil` if no request was recorded.
    init?(_ evidence: Evidence, startTime: Int64) {
        guard let request = evidence.request?.object else { return nil }
        base = request["base_url"]?.string.map { RecordedURL($0) }
        method = request["method"]?.string?.uppercased() ?? "POST"
        url = RecordedURL(request["url"]?.string ?? "", relativeTo: base)
        body = request["body"] ?? .null
        isStream =
            !evidence.chunks.isEmpty || request["stream"]?.bool == true || body["stream"]?.bool == true
        head = ReplyHead(evidence.head)
        reply = evidence.body
        chunks = evidence.chunks
        self.startTime = startTime
    }

    /// The reply as JSON; `null` if there is none.
    var replyValue: JSONValue { reply?.value ?? .null }

    /// Every field of what was sent, except those that are shown elsewhere.
    func parameters(except names: Set<String>) -> [Meaning.Parameter] {
        body.object?.parameters(except: names) ?? []
    }

    /// Nanoseconds from the start to the first chunk of which this holds.
    func time(toFirst isFirst: (JSONValue) -> Bool) -> Int64? {
        guard let chunk = chunks.first(where: { isFirst($0.value) }) else { return nil }
        let (elapsed, overflow) = chunk.time.subtractingReportingOverflow(startTime)
        return overflow ? nil : max(0, elapsed)
    }
}
