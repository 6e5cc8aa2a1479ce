import JSON
import Model

/// What OpenAI's APIs have in common.
enum OpenAI {
    /// Title, models, response id and usage, from the reply or from the chunks of a stream.
    static func describe(
        _ call: APICall, as operation: Meaning.Operation, in meaning: inout Meaning
    ) {
        meaning.operation = operation
        // Azure names the deployment in the path, the client's or the request's; its body may leave
        // the model out.
        meaning.requestedModel =
            meaning.requestedModel ?? call.url.component(after: "deployments")
            ?? call.base?.component(after: "deployments")
        note(call.replyValue, in: &meaning)
        for chunk in call.chunks { note(chunk.value, in: &meaning) }
        meaning.title = title(operation.rawValue, model: meaning.requestedModel ?? meaning.answeredModel)
    }

    /// The operation and the model, as OpenTelemetry names such spans.
    static func title(_ operation: String, model: String?) -> String {
        guard let model, !model.isEmpty else { return operation }
        return "\(operation) \(model)"
    }

    /// Takes what a reply, or one chunk, says of the whole. Later usage replaces earlier: where
    /// chunks carry it, they count up.
    static func note(_ value: JSONValue, in meaning: inout Meaning) {
        if let id = value["id"]?.string, !id.isEmpty { meaning.responseID = meaning.responseID ?? id }
        // Azure's first chunk carries the results of its filters, and an empty model.
        if let model = value["model"]?.string, !model.isEmpty { meaning.answeredModel = model }
        let usage = TokenUsage(openAI: value["usage"]) ?? TokenUsage(openAI: value["x_groq"]?["usage"])
        if let usage { meaning.usage = usage }
        if let cost = Cost(openAI: value["usage"]) { meaning.cost = cost }
        for name in ["service_tier", "system_fingerprint"] {
            guard let text = value[name], case .string = text else { continue }
            set("openai.response.\(name)", text.json, in: &meaning)
        }
    }

    /// Chunks say the same again and again: the last counts.
    private static func set(_ name: String, _ json: String, in meaning: inout Meaning) {
        if let position = meaning.attributes.firstIndex(where: { $0.name == name }) {
            meaning.attributes[position].json = json
        } else {
            meaning.attributes.append(Meaning.Parameter(name: name, json: json))
        }
    }
}
