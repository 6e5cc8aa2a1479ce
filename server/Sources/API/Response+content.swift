import Hummingbird
import JSON

extension Response {
    /// An answer of the API. What it holds was recorded, so no cache may keep it.
    static func json(_ value: JSONValue, status: HTTPResponse.Status = .ok) -> Response {
        Response(
            status: status, text: value.json,
            headers: [.contentType: "application/json", .cacheControl: "no-store"])
    }

    /// An answer of that text.
    init(status: HTTPResponse.Status, text: String, headers: HTTPFields) {
        let buffer = ByteBuffer(string: text)
        var headers = headers
        headers[.contentLength] = String(buffer.readableBytes)
        self.init(status: status, headers: headers, body: ResponseBody(byteBuffer: buffer))
    }
}
