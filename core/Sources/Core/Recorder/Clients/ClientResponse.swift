import CPython
import Journal

/// The HTTP response that an API client got, before the client makes an object of it.
enum ClientResponse {
    /// Headers that say something about the call, and nothing about who makes it.
    private static var headers: InlineArray<6, StaticString> {
        ["content-type", "x-request-id", "request-id", "openai-processing-ms", "openai-version", "retry-after"]
    }

    /// Records status, some headers and, if it was read, the body.
    static func record(_ response: Borrowed, retries: Borrowed?, on span: borrowing Owned, _ state: StateReference) {
        let names = state.names.recorder
        let span = SpanObject(unchecked: span)
        span.record({ $0.responseHead }, state) { capture, _ in
            capture.buffer.append(#"{"status":"#)
            let status = response.quietAttribute(names.statusCode)
            capture.write(status?.borrowed ?? Borrowed.none)
            if let retries {
                capture.buffer.append(#","retries":"#)
                capture.write(retries)
            }
            capture.buffer.append(#","headers":{"#)
            writeHeaders(of: response, to: &capture, names)
            capture.buffer.append("}}")
        }
        // The attribute is there once the body was read; asking the property would raise before.
        guard let body = response.quietAttribute(names.content), body.isBytes else { return }
        let mediaType = header("content-type", of: response, names)
        recordBody(body, mediaType, on: span, state)
    }

    private static func recordBody(
        _ body: borrowing Owned, _ mediaType: consuming Owned?, on span: SpanObject, _ state: StateReference
    ) {
        let media = Self.media(of: mediaType)
        // Safe: a bytes object does not change, and is alive for the call.
        let count = unsafe martlet_bytes_count(body.raw)
        guard media == .bytes else {
            return unsafe span.record(
                { $0.responseBody }, media, UnsafeRawBufferPointer(start: martlet_bytes_text(body.raw), count: count), state)
        }
        span.record({ $0.responseBody }, state) { capture, _ in
            capture.buffer.append(#"{"$type":"bytes","size":"#)
            capture.buffer.append(decimal: Int64(count))
            capture.buffer.append("}")
        }
    }

    /// JSON and text are kept as they are; of everything else only the size.
    private static func media(of contentType: borrowing Owned?) -> MediaType {
        guard contentType != nil else { return .text }
        return contentType!.withUTF8 { text in
            if unsafe contains(text, "json") { return .json }
            if unsafe contains(text, "text/") || contains(text, "xml") { return .text }
            return .bytes
        }
    }

    private static func contains(_ text: UnsafeRawBufferPointer, _ part: StaticString) -> Bool {
        let length = part.utf8CodeUnitCount
        guard text.count >= length else { return false }
        for start in 0...(text.count - length) {
            var index = 0
            // Safe: both indices stay within their texts.
            while index < length, unsafe text[start + index] | 0x20 == part.utf8Start[index] | 0x20 { index += 1 }
            if index == length { return true }
        }
        return false
    }

    private static func writeHeaders(of response: Borrowed, to capture: inout JSONCapture, _ names: RecorderNames) {
        var isFirst = true
        let headers = headers
        for index in 0..<headers.count {
            guard let value = header(headers[index], of: response, names) else { continue }
            if !isFirst { capture.buffer.append(",") }
            isFirst = false
            capture.buffer.append(#"""#)
            capture.buffer.append(headers[index])
            capture.buffer.append(#"":"#)
            capture.writeText(value.borrowed, limit: 1024)
        }
    }

    private static func header(_ name: StaticString, of response: Borrowed, _ names: RecorderNames) -> Owned? {
        guard let headers = response.quietAttribute(names.headers) else { return nil }
        do throws(PythonError) {
            let value = try headers.callMethod(names.get, Owned.text(name))
            guard value.isText else { return nil }
            return value
        } catch {
            PythonError.dismiss()
            return nil
        }
    }
}
