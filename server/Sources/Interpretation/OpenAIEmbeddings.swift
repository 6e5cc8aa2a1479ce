import JSON
import Model

/// `POST /embeddings`. How many vectors came, and how long they are; not the vectors.
enum OpenAIEmbeddings: APIShape {
    static func recognises(_ call: APICall) -> Bool {
        call.method == "POST" && call.url.ends(with: "embeddings")
    }

    static func interpret(_ call: APICall, into meaning: inout Meaning) {
        meaning.input = OpenAI.inputs(call.body["input"])
        meaning.parameters = call.parameters(except: ["model", "input"])
        if let vectors = call.replyValue["data"]?.array {
            var summary: JSONObject = JSONObject([("count", .number(JSONNumber(vectors.count)))])
            if let dimension = vectors.lazy.compactMap(dimension).first {
                summary.set("dimensions", .number(JSONNumber(dimension)))
                meaning.attributes.append(
                    Meaning.Parameter(name: "gen_ai.embeddings.dimension.count", json: String(dimension)))
            }
            meaning.output = [
                Message(
                    role: "assistant",
                    parts: [.other(kind: "embeddings", json: JSONValue.object(summary).json)])
            ]
        }
        OpenAI.describe(call, as: .embeddings, in: &meaning)
    }

    /// A vector is a list of numbers or, as the Python client asks for, 32-bit floats in base 64.
    private static func dimension(_ vector: JSONValue) -> Int? {
        switch vector["embedding"] {
        case .array(let elements): return elements.count
        case .string(let base64):
            let digits = base64.utf8.lazy.filter { $0 != UInt8(ascii: "=") }.count
            return digits * 3 / 4 / 4
        default: return nil
        }
    }
}
