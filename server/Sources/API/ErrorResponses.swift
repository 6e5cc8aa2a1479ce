import Hummingbird
import NIOHTTP1
import OTLP
import Store
import Web

/// Turns what goes wrong into an answer: JSON for programs, what OTLP asks for where that is spoken, a page for people.
struct ErrorResponses: RouterMiddleware {
    typealias Context = MartletRouter.Context

    func handle(
        _ request: Request, context: Context,
        next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let error as RequestError {
            return response(error, to: request)
        } catch let error as HTTPError where error.status == .notFound {
            // Who types addresses looks for what there is.
            let hint = request.uri.path.hasPrefix("/api/v1") ? "; /api/v1/openapi.json says what there is" : ""
            return response(.notFound("there is nothing at \(request.uri.path)\(hint)"), to: request)
        } catch let error as HTTPError {
            return response(
                RequestError(
                    status: error.status, code: "bad_request",
                    message: error.body ?? error.status.reasonPhrase),
                to: request)
        } catch is HTTPParserError {
            // The head was in order, and what comes behind it is not; nor can anything be that comes next.
            var response = response(.badRequest("the body does not come as HTTP has it"), to: request)
            response.headers[.connection] = "close"
            return response
        } catch let error as StoreError {
            context.logger.error("a request could not be answered: \(error)")
            return response(.unavailable, to: request)
        } catch {
            context.logger.error("a request could not be answered: \(error)")
            return response(.internalError, to: request)
        }
    }

    private func response(_ error: RequestError, to request: Request) -> Response {
        var response: Response
        if OTLPFormat.paths.contains(request.uri.path) {
            response = .otlp(StatusResponse(status: error.status.code, message: error.message), to: request, status: error.status)
        } else if isForPeople(request.uri.path), error.status == .unauthorized, request.method == .get {
            let next = String(request.uri.description.prefix { $0 != "&" && $0 != "#" })
            response = Response(
                status: .seeOther, headers: [.location: "/login?next=\(next)", .cacheControl: "no-store"])
        } else if isForPeople(request.uri.path) {
            response = .page(
                Pages.error(
                    status: error.status.code, title: error.status.reasonPhrase,
                    message: error.message.prefix(1).uppercased() + error.message.dropFirst() + "."),
                status: error.status)
        } else {
            response = .json(error.json, status: error.status)
        }
        for field in error.headers { response.headers[field.name] = field.value }
        return response
    }

    private func isForPeople(_ path: String) -> Bool {
        !["/api/", "/v1/", "/healthz", "/metrics"].contains { path.hasPrefix($0) }
    }
}
