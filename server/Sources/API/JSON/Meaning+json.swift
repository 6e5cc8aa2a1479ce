import JSON
import Model

extension Meaning {
    var json: JSONValue {
        var object = JSONObject([
            ("title", .string(title)), ("operation", .string(operation.rawValue)),
        ])
        object.set("provider", .optional(provider))
        object.set("base_url", .optional(baseURL))
        object.set("requested_model", .optional(requestedModel))
        object.set("answered_model", .optional(answeredModel))
        object.set("input", .array(input.map(\.json)))
        object.set("output", .array(output.map(\.json)))
        object.set("parameters", .array(parameters.map(\.jsonValue)))
        object.set("usage", usage?.json ?? .null)
        object.set("is_stream", .bool(isStream))
        object.set("chunk_count", .integer(chunkCount))
        object.set("time_to_first_token_nano", .optional(timeToFirstToken))
        object.set("response_id", .optional(responseID))
        object.set("request_id", .optional(requestID))
        object.set("http_status", .optional(httpStatus))
        object.set("retries", .optional(retries))
        object.set("error", error?.json ?? .null)
        object.set("cost", cost?.json ?? .null)
        object.set("level", .optional(level))
        object.set("trace_name", .optional(traceName))
        object.set("user", .optional(user))
        object.set("session", .optional(session))
        object.set("tags", .array(tags.map { .string($0) }))
        object.set("metadata", .array(metadata.map(\.jsonValue)))
        object.set("environment", .optional(environment))
        object.set("release", .optional(release))
        object.set("version", .optional(version))
        object.set("attributes", .array(attributes.map(\.jsonValue)))
        return .object(object)
    }
}

extension Meaning.Parameter {
    /// `json` stays a text: it is what was sent, to the digit.
    var jsonValue: JSONValue { ["name": .string(name), "json": .string(json)] }
}

extension Cost {
    var json: JSONValue {
        func amount(_ value: Double?) -> JSONValue {
            value.flatMap { JSONNumber($0) }.map(JSONValue.number) ?? .null
        }
        return ["input": amount(input), "output": amount(output), "total": amount(total)]
    }
}

extension RecordedError {
    var json: JSONValue {
        [
            "type": .string(type), "message": .string(message), "status": .optional(status),
            "request_id": .optional(requestID),
        ]
    }
}
