import APIDocument
import Hummingbird

/// `GET /api/v1/openapi.json`: what there is to ask, as OpenAPI 3.1 describes it.
struct DocumentRoutes: Sendable {
    func add(to router: Router<MartletRouter.Context>) {
        router.answer("/api/v1/openapi.json") { _, _ in
            let document = api_document()
            // Safe: both fields describe one constant array that lives as long as the program.
            let bytes = UnsafeBufferPointer(start: document.bytes, count: document.count)
            return Response(
                status: .ok,
                headers: [.contentType: "application/json", .contentLength: String(bytes.count)],
                body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
        }
    }
}
