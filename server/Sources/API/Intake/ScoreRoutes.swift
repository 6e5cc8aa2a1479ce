import Hummingbird
import JSON
import Model
import Store

/// `GET /api/v1/scores?trace_id=`: the scores of a trace and of its spans, the earliest first, as
/// `{"scores": [...]}`.
struct ScoreRoutes: Sendable {
    let intake: any Intake

    func add(to router: Router<MartletRouter.Context>) {
        router.answer("/api/v1/scores") { request, _ in
            var parameters = try QueryParameters(request.uri.query)
            guard let trace = parameters.text("trace_id").flatMap({ TraceID(hex: $0) }) else {
                throw RequestError.invalidParameter("trace_id", "it must have 32 hexadecimal digits")
            }
            try parameters.finish()
            let scores = try await intake.scores(of: trace)
            return .json(["scores": .array(scores.map(\.json))])
        }
    }
}

extension Score {
    fileprivate var json: JSONValue {
        var object = JSONObject([("id", .string(id)), ("name", .string(name))])
        switch value {
        case .number(let value):
            object.set("type", "number")
            object.set("value", JSONNumber(value).map(JSONValue.number) ?? .null)
        case .bool(let value):
            object.set("type", "bool")
            object.set("value", .bool(value))
        case .category(let text):
            object.set("type", "category")
            object.set("value", .string(text))
        case .text(let text):
            object.set("type", "text")
            object.set("value", .string(text))
        }
        object.set("trace_id", .optional(trace?.hex))
        object.set("span_id", .optional(span?.hex))
        object.set("session", .optional(session))
        object.set("comment", .optional(comment))
        object.set("environment", .optional(environment))
        object.set("metadata", metadata.flatMap { JSONValue(salvaging: Array($0.utf8)) } ?? .null)
        object.set(time: "time", time)
        return .object(object)
    }
}
