import JSON
import Model

extension RecordedError {
    /// The exception in a span's events, or what its status and attributes say of an error.
    init?(facts: SpanFacts) {
        // A span may note an exception that it got over.
        guard facts.status == .error else { return nil }
        let exception = facts.events.last(where: \.isException)?.attributes
        let type = exception?["exception.type"]?.string ?? facts.peek("error.type")?.text
        let message = exception?["exception.message"]?.string ?? facts.statusMessage
        // Of what a journal recorded, an error has a payload of its own.
        guard type != nil || !message.isEmpty || facts.isReceived else { return nil }
        self.init(
            type: type ?? "error", message: message,
            status: facts.peek("http.response.status_code", "http.status_code")?.int
                .flatMap { $0 >= 400 ? $0 : nil })
    }

    /// The same, with the words that a vocabulary has for it.
    init(facts: SpanFacts, message: String) {
        self.init(type: RecordedError(facts: facts)?.type ?? "error", message: message)
    }
}
