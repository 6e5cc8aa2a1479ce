import Model

/// A span that was received, with what the tables keep of its meaning.
struct OutlinedSpan {
    let received: ReceivedSpan
    let outline: SpanOutline

    /// Interprets spans: all of each is here, and nothing has to be read back for that.
    static func all(_ spans: [ReceivedSpan], _ interpreter: Interpreter) -> [OutlinedSpan] {
        let gatherer = WordGatherer()
        return spans.map { span in
            let meaning = interpreter.outline(of: span.describedSpan, payloads: span.payloads)
            return OutlinedSpan(received: span, outline: SpanOutline(meaning, gatherer))
        }
    }
}

extension ReceivedSpan {
    /// The span with its process, as it will be read back.
    fileprivate var describedSpan: Span {
        var span = span
        span.process = RecordedProcess(
            processID: source.processID, program: source.description.program,
            executable: source.description.executable, runtime: source.description.runtime,
            host: source.description.host, service: source.description.service,
            resource: source.resource)
        return span
    }
}
