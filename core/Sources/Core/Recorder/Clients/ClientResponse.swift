import CPython
import Journal

/// The HTTP response that an API client got, before the client makes an object of it.
enum ClientResponse {
    /// Headers that say something about the call, and nothing about who makes it.
    private static var headers: InlineArray<9, StaticString> {
        [
            "content-type", "x-request-id", "request-id", "apim-request-id", "x-amzn-requestid",
            "openai-processing-ms", "openai-version", "anthropic-version", "retry-after",
        ]
    }

    /// Records status, some headers and, if it was read, the body.
    static func record(_ response: Borrowed, retries: Borrowed?, on owner: borrowing Owned, _ state: StateReference) {
        let names = state.names.recorder
        let span = SpanObject(unchecked: owner)
        span.record({ $0.responseHead }, state) { json, _ in
            json.buffer.append(#"{"status":"#)
            let status = response.quietAttribute(names.statusCode)
            json.write(status.borrowed ?? .none)
            if let retries {
                json.buffer.append(#","retries":"#)
                json.write(retries)
            }
            json.buffer.append(#","headers":"#)
            writeHeaders(of: response, to: &json, names)
            json.buffer.append("}")
        }
        span.touch()
        // The attribute is there once the body was read; asking the property would raise before.
        guard let body = response.quietAttribute(names.content), body.isBytes else { return }
        // Safe: a bytes object does not change, and is alive for the call.
        let count = unsafe martlet_bytes_count(body.raw)
        let kind = BodyKind(of: response, names)
        guard let media = kind.media else { return recordSize(count, on: span, state) }
        unsafe span.record(
            { $0.responseBody }, media, UnsafeRawBufferPointer(start: martlet_bytes_text(body.raw), count: count), state)
    }

    /// Records the size of a body in its place.
    static func recordSize(_ count: Int, on span: SpanObject, _ state: StateReference) {
        span.record({ $0.responseBody }, state) { json, _ in
            json.buffer.append(#"{"$type":"bytes","size":"#)
            json.buffer.append(decimal: Int64(count))
            json.buffer.append("}")
        }
    }

    private static func writeHeaders(of response: Borrowed, to json: inout JSONCapture, _ names: RecorderNames) {
        json.beginObject()
        defer { json.endObject() }
        guard let found = ClientHeaders(of: response, names) else { return }
        let headers = headers
        for index in 0..<headers.count {
            guard let value = found.value(headers[index]) else { continue }
            json.writeMember(headers[index]) { json in json.writeText(value.borrowed, limit: 1024) }
        }
    }
}
