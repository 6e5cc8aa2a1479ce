import HTTPTypes
import Hummingbird
import Web

/// Sends with every answer what the browser must refuse to do with it.
struct SecurityHeaders: RouterMiddleware {
    typealias Context = MartletRouter.Context

    private let fields: [(name: HTTPField.Name, value: String)]

    init() {
        fields = Security.headers.compactMap { name, value in
            HTTPField.Name(name).map { ($0, value) }
        }
    }

    func handle(
        _ request: Request, context: Context,
        next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        for field in fields { response.headers[field.name] = field.value }
        return response
    }
}
