import JSON
import Model

extension RecordedError {
    /// The exception that a recorder saw: the payload `error`.
    init?(payload: JSONValue?) {
        switch payload {
        case nil: return nil
        case .string(let message): self.init(type: "error", message: message)
        case let payload?:
            self.init(
                type: payload["type"]?.string ?? "error",
                message: payload["message"]?.string ?? "",
                status: payload["status"]?.int,
                requestID: payload["request_id"]?.string)
        }
    }

    /// What an API said under `error`: `{"type", "code", "message"}`, in any selection, or a text.
    init?(reported error: JSONValue?) {
        switch error {
        case .string(let message): self.init(type: "error", message: message)
        case .object:
            let code = error?["code"]
            self.init(
                type: error?["type"]?.string ?? code?.string ?? "error",
                message: error?["message"]?.string ?? error?.json ?? "",
                // Some gateways put the HTTP status there.
                status: code?.int.flatMap { (400..<600).contains($0) ? $0 : nil })
        default: return nil
        }
    }
}

extension APICall {
    /// The error that the API told: in the reply, in the middle of a stream, or by its status.
    var reportedError: RecordedError? {
        if let error = Self.error(in: replyValue) { return error }
        for chunk in chunks {
            if let error = Self.error(in: chunk.value) { return error }
        }
        return head.failureStatus.map {
            RecordedError(type: "HTTP \($0)", message: reply?.textExcerpt() ?? "", status: $0)
        }
    }

    private static func error(in value: JSONValue) -> RecordedError? {
        if let error = RecordedError(reported: value["error"]) { return error }
        if let error = RecordedError(reported: value["response"]?["error"]) { return error }
        guard value["object"]?.string == "error" || value["type"]?.string == "error" else { return nil }
        return RecordedError(reported: value)
    }
}
